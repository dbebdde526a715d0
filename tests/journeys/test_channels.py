"""What a member is told through every door: text, mail, inbox, and the link that leaves the mail."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import requests

from chassis.clock import utc_now
from chassis.http.schemas import rfc3339
from hamrah.demo.client import Person, World
from hamrah.demo.stage import Stage
from hamrah.local.platform import Platform
from notify.adapters.links import SignedLinks
from notify.domain.preferences import Purpose
from tests.journeys.conftest import empty_occurrence, member
from tests.support.waiting import eventually

ROOT = "/api/notify"
CONFIRMED = "groups.registration.confirmed.v1"


def mails(person: Person) -> list[dict[str, Any]]:
    """Return the e-mails in a person's mailbox: all but the code."""
    return person.world.emails(person.email or "")[1:]


def links(platform: Platform) -> SignedLinks:
    """Sign links as notify does."""
    return SignedLinks(bytes.fromhex((platform.layout.secrets / "notify" / "link.key").read_text()), "")


def unsubscribe_path(platform: Platform, person: Person) -> str:
    """Sign the link that a mail about a meeting carries."""
    link = links(platform).unsubscribe_link(person.member_id, Purpose.MEETINGS, utc_now())
    assert link is not None
    return link


def test_a_text_that_fails_is_followed_by_a_mail_read_in_the_inbox_and_left_by_a_link(
    platform: Platform, stage: Stage, well_behaved: World
) -> None:
    person = member(stage)
    occurrence_id = empty_occurrence(person)
    well_behaved.behave(sms={"mode": "undelivered"})

    held = person.register(occurrence_id)
    eventually(lambda: len(mails(person)) == 1, within=30)
    well_behaved.behave()

    sent = {each["channel"]: (each["state"], each["purpose"], each["why"]) for each in person.messages()}
    assert sent["sms"] == ("failed", "meetings", CONFIRMED)
    assert sent["email"][1:] == ("meetings", CONFIRMED)
    page = person.call("GET", f"{ROOT}/inbox")
    [entry] = page["items"]
    assert (page["unread"], entry["template"], entry["why"]) == (1, "place-confirmed", CONFIRMED)
    assert entry["text"]
    person.call("PUT", f"{ROOT}/inbox/{entry['id']}/read")
    assert person.call("GET", f"{ROOT}/inbox/unread") == {"unread": 0}

    path = unsubscribe_path(platform, person)
    looked = requests.get(stage.gateway.url + path, timeout=30)
    assert looked.status_code == 200, looked.text
    assert urlsplit(looked.url).path == f"/preferences/{path.rpartition('/')[2]}"
    assert "List-Unsubscribe" in looked.text
    assert person.call("GET", f"{ROOT}/preferences")["off"] == []
    clicked = requests.post(stage.gateway.url + path, data={"List-Unsubscribe": "One-Click"}, timeout=30)
    assert clicked.status_code == 200
    assert person.call("GET", f"{ROOT}/preferences")["off"] == [{"purpose": "meetings", "channel": "email"}]

    texts = len(person.world.texts(person.phone))
    person.withdraw(occurrence_id, held["id"])
    eventually(lambda: len(person.world.texts(person.phone)) == texts + 1, within=30)
    assert len(mails(person)) == 1


def test_who_wants_mail_first_gets_the_mail_and_no_text(stage: Stage, well_behaved: World) -> None:
    person = member(stage, "hi")
    wish = eventually(lambda: person.call("GET", f"{ROOT}/preferences"), within=30)
    person.call("PUT", f"{ROOT}/preferences", json={**wish, "order": ["email", "sms"]})
    well_behaved.behave(smtp={"drop_answer": True})

    person.register(empty_occurrence(person))
    # The mail goes out again, which its receiver recognises: that is how one makes sure.
    eventually(lambda: [each["suppressed"] >= 1 for each in mails(person)] == [True], within=30)
    assert len(person.world.texts(person.phone)) == 1  # the code


def test_who_has_the_link_alone_chooses_on_its_page_and_is_written_to_like_that(
    platform: Platform, stage: Stage
) -> None:
    person = member(stage)
    wish = eventually(lambda: person.call("GET", f"{ROOT}/preferences"), within=30)
    quiet = {"begin": "03:00", "end": "03:00"}  # at no hour, and not what holds for who chose nothing
    person.call("PUT", f"{ROOT}/preferences", json={**wish, "quiet": quiet})
    path = links(platform).preferences_link(person.member_id, utc_now())

    page = requests.get(stage.gateway.url + path, timeout=30).text
    found = re.search(r'const address = "([^"]+)"', page)
    assert found, "the script of the page asks nobody"
    asked = found[1] + path.rpartition("/")[2]
    assert stage.gateway.call("GET", asked)["off"] == []
    for each in (person.phone, person.phone[3:], person.email or "", person.handle, person.member_id):
        assert each not in page + path

    chosen = {
        "off": [{"purpose": "meetings", "channel": "sms"}],
        "paused_until": rfc3339(utc_now().replace(microsecond=0) + timedelta(days=7)),
    }
    stage.gateway.call("PUT", asked, json=chosen)
    assert stage.gateway.call("GET", asked).items() >= chosen.items()
    assert person.call("GET", f"{ROOT}/preferences") == {**wish, "quiet": quiet, **chosen}

    stage.gateway.call("PUT", asked, json={**chosen, "paused_until": None})
    person.register(empty_occurrence(person))
    eventually(lambda: len(mails(person)) == 1, within=30)
    assert len(person.world.texts(person.phone)) == 1  # the code


def test_a_listener_hears_through_the_gateway_that_something_came(stage: Stage) -> None:
    person = member(stage, with_email=False)
    address = f"{stage.gateway.url}{ROOT}/inbox/stream"

    with requests.get(
        address, headers={"Authorization": f"Bearer {person.token}"}, stream=True, timeout=30
    ) as stream:
        counts = told(stream)
        assert next(counts) == 0
        person.register(empty_occurrence(person))
        assert next(counts) == 1


def told(stream: requests.Response) -> Iterator[int]:
    """Give each count of what is unread, as it comes."""
    for line in stream.iter_lines(chunk_size=1, decode_unicode=True):
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))["unread"]
