"""Where a QR code leads: the word of a room, and a certificate; what a reader has in hand stays with them."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import FilePayload, expect

from hamrah.demo.circle import Circle
from hamrah.demo.stage import Stage
from tests.journeys.browser.conftest import Certificate, Visit, arrived, room_code


def pdf(document: bytes) -> FilePayload:
    """Choose a document as a reader does who has it on the device."""
    return {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": document}


def test_the_word_behind_a_room_s_code_is_shown_sent_nowhere_and_good(
    stage: Stage, circle: Circle, visit: Visit
) -> None:
    code = room_code(circle)
    page = visit.open(code["url"])

    expect(page.locator("#word")).to_have_text(f"The word of this hour: {code['word']}")
    assert [urlsplit(each).path for each in visit.addresses()] == ["/check-in"]
    occurrence_id, _, word = urlsplit(page.url).fragment.partition(".")
    person = arrived(stage, occurrence_id)
    came = person.call("POST", f"/api/groups/occurrences/{occurrence_id}/check-in", json={"word": word})
    assert came["present"]


def test_a_certificate_is_verified_and_its_document_never_leaves_the_device(
    visit: Visit, certificate: Certificate
) -> None:
    page = visit.open(f"/certificates/{certificate.code}")
    expect(page.locator("#answer")).to_contain_text("Valid: 1 meeting attended")

    chosen, match = page.locator("#document"), page.locator("#match")
    chosen.set_input_files(pdf(certificate.document))
    expect(match).to_have_text("This is the document that was issued, unchanged.")
    chosen.set_input_files(pdf(certificate.document + b"\n"))
    expect(match).to_have_text("This is not the document that was issued.")

    assert {each.method for each in visit.asked} == {"GET"}
    assert all(each.post_data_buffer is None for each in visit.asked)
