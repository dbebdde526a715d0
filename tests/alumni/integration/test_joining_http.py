"""Joining, invitations, the home centre, contacts and sessions, over HTTP."""

from typing import Any

import pytest
from flask import Flask
from pymongo.database import Database

from alumni.adapters.stores import Stores
from alumni.domain.centre import Centre
from alumni.domain.commands import AppointCoordinator
from alumni.handlers.staff import appoint_coordinator
from chassis.clock import utc_now
from tests.alumni.client import JOINING, Person
from tests.alumni.keys import EMAIL, phone

CENTRE = "c" * 32


@pytest.fixture
def coordinator(person: Person, database: Database[dict[str, Any]]) -> Person:
    stores = Stores(database)
    stores.centres.add(Centre(id=CENTRE, name="Sandbox & Sons", city="Ludhiana"))
    appoint_coordinator(
        AppointCoordinator(contact=phone("+919876500000"), centre_id=CENTRE),
        centres=stores.centres,
        members=stores.members,
        at=utc_now(),
    )
    person.sign_in(phone="+919876500000")
    return person


def somebody(app: Flask, database: Database[dict[str, Any]]) -> Person:
    return Person(app, database)


def test_unknown_contact_is_asked_to_join_and_does_with_the_same_code(person: Person):
    attempt_id, code = person.request_code()
    entered = {"attempt_id": attempt_id, "code": code}

    asked = person.post("/sign-in/tokens", entered)
    young = person.post("/sign-in/tokens", {**entered, "joining": {**JOINING, "adult": False}})
    joined = person.post("/sign-in/tokens", {**entered, "joining": JOINING})

    assert (asked.status_code, asked.json["code"]) == (409, "joining-required")
    assert (young.status_code, young.json["code"]) == (409, "adults-only")
    assert "1098" in {line["number"] for line in young.json["help"]}
    assert joined.json["member"]["joined_now"] is True


def test_cohort_is_invited_and_one_joins_with_a_code_in_small_letters(coordinator: Person):
    made = coordinator.post("/centre/invitations", {"count": 3, "valid_days": 90})
    assert made.status_code == 201
    assert made.headers["Cache-Control"] == "no-store"
    first = made.json["items"][0]
    assert first["link"] == f"https://hamrah.example/join#{first['code']}"
    guest = somebody(coordinator.app, coordinator.database)
    attempt_id, code = guest.request_code(phone="+919876511111")

    joined = guest.post(
        "/sign-in/tokens",
        {
            "attempt_id": attempt_id,
            "code": code,
            "joining": {**JOINING, "invitation": first["code"].lower(), "languages": ["pa", "hi"]},
        },
    )
    guest.access_token = joined.json["access_token"]
    profile = guest.get("/me").json

    assert (profile["home_centre_id"], profile["home_state"]) == (CENTRE, "confirmed")
    assert profile["languages"] == ["pa", "hi"]
    listed = coordinator.get("/centre/invitations").json["items"]
    assert sorted(each["state"] for each in listed) == ["open", "open", "used"]
    assert "code" not in listed[0]


def test_invitations_are_paged_and_withdrawn(coordinator: Person):
    coordinator.post("/centre/invitations", {"count": 5})
    first = coordinator.get("/centre/invitations?page_size=3").json
    second = coordinator.get(f"/centre/invitations?page_size=3&cursor={first['next_cursor']}").json
    ids = [each["id"] for each in first["items"] + second["items"]]

    assert len(set(ids)) == 5
    assert second["next_cursor"] is None
    assert coordinator.delete(f"/centre/invitations/{ids[0]}").status_code == 204
    assert coordinator.delete(f"/centre/invitations/{'0' * 32}").json["code"] == "invitation-unknown"
    states = [each["state"] for each in coordinator.get("/centre/invitations").json["items"]]
    assert sorted(states) == ["open"] * 4 + ["withdrawn"]


def test_sheets_are_a_page_each_with_code_and_picture_and_escaped_names(coordinator: Person):
    made = coordinator.post("/centre/invitations", {"count": 2}).json["items"]

    sheet = coordinator.post("/centre/invitations/sheet", {"codes": [each["code"] for each in made]})
    picture = coordinator.post("/invitations/qr", {"code": made[0]["code"]})
    of_nobody = coordinator.post("/centre/invitations/sheet", {"codes": ["00000-00000"]})

    assert sheet.mimetype == "text/html"
    assert (sheet.text.count("<section>"), sheet.text.count("<svg")) == (2, 2)
    assert made[1]["code"] in sheet.text
    assert "Sandbox &amp; Sons" in sheet.text
    assert picture.mimetype == "image/svg+xml"
    assert of_nobody.json["code"] == "invitation-unknown"


def test_mistyped_code_is_told_before_it_counts_as_a_guess(person: Person):
    attempt_id, code = person.request_code()
    wish = {**JOINING, "invitation": "00000-00001"}

    answer = person.post("/sign-in/tokens", {"attempt_id": attempt_id, "code": code, "joining": wish})

    assert answer.status_code == 422
    assert "joining.invitation" in answer.json["errors"]


def test_centre_confirms_who_waits_for_it(coordinator: Person):
    guest = somebody(coordinator.app, coordinator.database)
    guest.sign_in(phone="+919876511111")
    waits = guest.post("/me/home", {"centre_id": CENTRE})
    assert waits.json["home_state"] == "waiting"

    [waiting] = coordinator.get("/centre/joining").json["items"]
    answer = coordinator.post(f"/centre/joining/{waiting['member_id']}/confirmation", None)

    assert answer.status_code == 204
    assert guest.get("/me").json["home_state"] == "confirmed"
    assert coordinator.get("/centre/joining").json["items"] == []
    assert guest.delete("/me/home").json["home_centre_id"] is None
    gone = coordinator.delete(f"/centre/joining/{waiting['member_id']}")
    assert (gone.status_code, gone.json["code"]) == (404, "not-waiting")


def test_contact_is_removed_but_never_the_last(person: Person):
    person.sign_in()
    answer = person.post("/me/contacts", {"email": EMAIL})
    entered = {"attempt_id": answer.json["attempt_id"], "code": person.code_of(answer.json["attempt_id"])}
    assert person.post("/me/contacts/verifications", entered).json["contacts"] == ["email", "sms"]

    assert person.delete("/me/contacts/sms").json["contacts"] == ["email"]
    assert person.delete("/me/contacts/sms").json["contacts"] == ["email"]
    last = person.delete("/me/contacts/email")
    assert (last.status_code, last.json["code"]) == (409, "contact-last")
    assert person.delete("/me/contacts/pigeon").status_code == 404
    told = person.database["members"].find_one({})["outbox"][-1]
    assert (told["type"], told["data"]["channel"]) == ("alumni.member.contact-removed.v1", "sms")


def test_sessions_are_listed_and_ended_one_or_all_others(person: Person):
    people = [somebody(person.app, person.database) for _ in range(3)]
    for each in people:
        each.sign_in()
    person.sign_in()

    listed = person.get("/sessions").json["items"]
    [mine] = [each for each in listed if each["current"]]
    other = next(each for each in listed if not each["current"])
    assert len(listed) == 4
    assert set(mine) == {"id", "started_at", "used_at", "client", "current"}
    assert person.delete(f"/sessions/{other['id']}").status_code == 204
    assert len(person.get("/sessions").json["items"]) == 3
    assert person.delete("/sessions").status_code == 204

    assert [each["id"] for each in person.get("/sessions").json["items"]] == [mine["id"]]
    refused = people[0].post("/sessions/refresh", {"refresh_token": people[0].refresh_token})
    assert refused.status_code == 401


def test_session_of_somebody_else_stays(person: Person):
    person.sign_in()
    other = somebody(person.app, person.database)
    other.sign_in(phone="+919876511111")
    [theirs] = other.get("/sessions").json["items"]

    assert person.delete(f"/sessions/{theirs['id']}").status_code == 204
    assert len(other.get("/sessions").json["items"]) == 1
