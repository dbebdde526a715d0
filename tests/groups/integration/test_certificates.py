"""Certificates: what they say and do not say, their signature, and how anybody verifies them."""

import re
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

from flask import Flask
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader
from werkzeug.test import TestResponse

from chassis.clock import utc_now
from chassis.ids import new_id
from groups.adapters.stores import Stores
from groups.domain.certificate import Certificate, new_code
from groups.domain.group import Kind
from tests.groups.api import ROOT, SETTINGS, Caller
from tests.groups.attending import MINUTES, a_date, a_group

TODAY = utc_now().date()
BEARER = "Gurpreet S."
MEETING = "Serenity at Canal Road"


def somebody_who_came(app: Flask, stores: Stores, times: int = 2) -> Caller:
    """Give a member who was at so many meetings of a group on as many days."""
    leader, member = Caller.member(app), Caller.member(app)
    about: dict[str, Any] = {"kind": Kind.TWELVE_STEP, "fellowship": "Narcotics Anonymous", "name": MEETING}
    group = a_group(stores, leader.member_id, **about)
    for days in range(times):
        starts_at = utc_now() - timedelta(days=days) - 5 * MINUTES
        occurrence_id = a_date(stores, starts_at, group_id=group.id, name=MEETING)
        order = {"present": [member.member_id], "absent": [new_id()]}
        leader.call("PUT", f"/occurrences/{occurrence_id}/attendance", json=order)
    return member


def issue(member: Caller, days: int = 30, bearer: str = BEARER) -> TestResponse:
    since = TODAY - timedelta(days=days)
    order = {"from": since.isoformat(), "to": (TODAY + timedelta(days=1)).isoformat(), "bearer": bearer}
    return member.post("/me/certificates", json=order)


def verify(app: Flask, code: str, **query: str) -> TestResponse:
    return app.test_client().get(f"{ROOT}/certificates/{code}", query_string=query)


def code_of(answer: TestResponse) -> str:
    return answer.headers["Location"].rpartition("/")[2]


def signature_holds(document: bytes) -> bool:
    roots = list(load_certs_from_pemder_data(SETTINGS.certificate))
    [signature] = PdfFileReader(BytesIO(document)).embedded_signatures
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=roots))
    return bool(status.bottom_line)


def test_a_certificate_says_who_and_how_often_and_nothing_of_where(app, database, stores):
    member = somebody_who_came(app, stores)

    answer = issue(member)

    assert (answer.status_code, answer.mimetype) == (201, "application/pdf")
    reader = PdfReader(BytesIO(answer.data))
    text = reader.pages[0].extract_text()
    said = f"{text} {reader.metadata} {reader.xmp_metadata}"
    assert all(each in text for each in (BEARER, code_of(answer), "attended 2 meetings"))
    assert f"http://127.0.0.1:8080/certificates/{code_of(answer)}" in text
    for word in (MEETING, "Narcotics", "Anonymous", "step", "recovery", member.member_id, "facilitator"):
        assert word.lower() not in said.lower()
    # The name is on the document alone.
    assert not re.search("Gurpreet", str(list(database["certificates"].find())))


def test_a_signature_is_trusted_and_breaks_with_any_byte(app, stores):
    document = issue(somebody_who_came(app, stores)).data

    assert signature_holds(document)
    streams = [found.end() for found in re.finditer(rb"\nstream\r?\n", document)]
    assert len(streams) > 3
    for place in streams:
        changed = bytearray(document)
        changed[place + 20] ^= 1
        assert not signature_holds(bytes(changed)), place


def test_anybody_verifies_a_certificate_without_learning_whose_it_is(app, stores):
    member = somebody_who_came(app, stores)
    issued = issue(member)

    answer = verify(app, code_of(issued), sha256=sha256(issued.data).hexdigest())

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json | {"issued_at": None, "from": None, "to": None} == {
        **{"valid": True, "revoked": False, "meetings": 2, "document_matches": True},
        **{"issued_at": None, "from": None, "to": None},
    }
    assert re.search("[0-9a-f]{32}", answer.text) is None
    assert verify(app, code_of(issued).lower().replace("-", "")).json["document_matches"] is None
    assert verify(app, code_of(issued), sha256="0" * 64).json["document_matches"] is False


def test_an_unknown_code_has_one_answer_whatever_it_looks_like(app):
    for code in ("A" * 24, "x", "%20", "A" * 300, "ਕੋਡ", "$ne", "a.pdf"):
        answer = verify(app, code)

        assert (answer.status_code, answer.json["code"]) == (404, "certificate-unknown")


def test_a_revoked_certificate_says_so_and_only_its_owner_revokes_it(app, stores):
    member = somebody_who_came(app, stores)
    code = code_of(issue(member))
    [own] = member.get("/me/certificates").json["items"]

    refused = Caller.member(app).call("DELETE", f"/me/certificates/{own['id']}")
    assert (refused.status_code, refused.json["code"]) == (404, "certificate-unknown")
    assert verify(app, code).json["valid"]
    for _ in range(2):
        assert member.call("DELETE", f"/me/certificates/{own['id']}").json["revoked"]

    answer = verify(app, code).json
    assert (answer["valid"], answer["revoked"]) == (False, True)
    assert own["code"] == code


def test_only_meetings_of_the_time_count_and_none_certifies_nothing(app, stores):
    member = somebody_who_came(app, stores, times=3)

    assert verify(app, code_of(issue(member, days=0))).json["meetings"] in (1, 2)  # by the day where it was
    refused = issue(Caller.member(app))
    assert (refused.status_code, refused.json["code"]) == (409, "nothing-to-certify")


def test_names_in_three_scripts_are_written(app, stores):
    member = somebody_who_came(app, stores, times=1)

    for bearer in ("ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", "गुरप्रीत सिंह", "José Müller"):
        answer = issue(member, bearer=bearer)
        assert answer.status_code == 201
        assert signature_holds(answer.data)


def test_a_name_that_cannot_be_written_is_refused(app, database, stores):
    member = somebody_who_came(app, stores, times=1)
    refusals = {"王小明": "name-unprintable"} | dict.fromkeys(["", "x" * 61, "a\x00b"], "input-invalid")

    for bearer, code in refusals.items():
        answer = issue(member, bearer=bearer)
        assert (answer.status_code, answer.json["code"]) == (422, code)
    assert database["certificates"].count_documents({}) == 0


def test_a_time_that_makes_no_sense_is_refused(app):
    member = Caller.member(app)

    for since, until in ((5, 6), (0, -3), (800, 0)):
        days = {"from": TODAY - timedelta(days=since), "to": TODAY - timedelta(days=until)}
        order = {name: day.isoformat() for name, day in days.items()} | {"bearer": BEARER}
        assert member.post("/me/certificates", json=order).status_code == 422
    last = {"from": "9999-12-31", "to": "9999-12-31", "bearer": BEARER}
    assert member.post("/me/certificates", json=last).status_code == 422


def test_ten_a_day_are_enough_and_come_in_pages(app, stores):
    member = somebody_who_came(app, stores, times=1)
    for number in range(10):
        stores.certificates.add(
            Certificate(
                id=new_id(),
                code=new_code(),
                member_id=member.member_id,
                since=TODAY,
                until=TODAY,
                meetings=1,
                issued_at=utc_now() - number * MINUTES,
                sha256="0" * 64,
            )
        )

    assert (issue(member).status_code, issue(member).json["code"]) == (429, "too-many-certificates")
    first = member.get("/me/certificates", page_size=6).json
    second = member.get("/me/certificates", page_size=6, cursor=first["next_cursor"]).json
    assert len({each["id"] for page in (first, second) for each in page["items"]}) == 10
    assert second["next_cursor"] is None
