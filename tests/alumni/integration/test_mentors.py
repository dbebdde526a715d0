"""Mentors: applied, approved by the home centre, and inviting; blocks."""

from typing import Any

import pytest
from pymongo.database import Database

from tests.alumni.client import Person
from tests.alumni.mentoring import APPLICATION, OFFERING, OTHER_CENTRE, Town


@pytest.fixture
def town(database: Database[dict[str, Any]]) -> Town:
    return Town(database)


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def test_a_member_applies_and_the_home_centre_approves(town: Town):
    coordinator, person = town.coordinator(), town.person()
    town.sober(person, 184)

    applied = person.post("/me/mentor", APPLICATION)
    listed = coordinator.get("/centre/mentors").json["items"]
    approved = coordinator.post(f"/centre/mentors/{person.member_id}/approval", None)
    again = coordinator.post(f"/centre/mentors/{person.member_id}/approval", None)

    assert applied.status_code == 201
    assert [each["member_id"] for each in listed] == [person.member_id]
    assert approved.status_code == again.status_code == 204
    shown = person.get("/me/mentor").json
    assert (shown["state"], shown["capacity"], shown["walks_with"]) == ("approved", 3, 0)
    entry = town.database["audit"].find_one({"about": person.member_id})
    assert entry is not None
    assert (entry["act"], entry["by"]) == ("mentor.approved", coordinator.member_id)


@pytest.mark.parametrize("days", [None, 182])
def test_who_is_sober_for_less_than_six_months_waits(town: Town, days: int | None):
    person = town.person()
    if days:
        town.sober(person, days)

    assert code(person.post("/me/mentor", APPLICATION)) == (409, "sobriety-too-short")


def test_without_consent_or_without_a_home_nobody_applies(town: Town):
    homeless = town.person(None)
    unwilling = town.person()
    unwilling_id = unwilling.member_id
    town.database["consents"].delete_many({"member_id": unwilling_id, "purpose": "mentoring"})

    refused = unwilling.post("/me/mentor", APPLICATION)

    assert code(refused) == (409, "consent-needed")
    assert refused.json["purpose"] == "mentoring"
    assert code(homeless.post("/me/mentor", APPLICATION)) == (409, "home-needed")


def test_a_coordinator_decides_neither_elsewhere_nor_about_themselves(town: Town):
    ours, theirs, person = town.coordinator(), town.coordinator(OTHER_CENTRE), town.person()
    for each in (ours, person):
        town.sober(each, 400)
        assert each.post("/me/mentor", APPLICATION).status_code == 201

    for verb in ("approval", "refusal"):
        path = f"/centre/mentors/{person.member_id}/{verb}"
        assert code(theirs.post(path, None)) == (404, "mentor-unknown")
        own = ours.post(f"/centre/mentors/{ours.member_id}/{verb}", None)
        assert code(own) == (409, "own-application")
    assert theirs.get("/centre/mentors").json["items"] == []


def test_a_mentor_changes_pauses_stops_and_applies_again(town: Town):
    coordinator = town.coordinator()
    mentor = town.mentor(coordinator)

    changed = mentor.put("/me/mentor/offering", {**OFFERING, "capacity": 1})
    paused = mentor.put("/me/mentor/pause", {"paused": True})
    twice = mentor.post("/me/mentor", APPLICATION)
    stopped = mentor.delete("/me/mentor")
    over = mentor.put("/me/mentor/pause", {"paused": False})
    again = mentor.post("/me/mentor", APPLICATION)

    assert changed.json["capacity"] == 1
    assert paused.json["paused"] is True
    assert code(twice) == (409, "mentor-settled")
    assert stopped.status_code == 204
    assert code(over) == (404, "mentor-unknown")
    assert (again.status_code, again.json["state"]) == (201, "applied")


def test_an_approved_mentor_invites_lists_and_withdraws(town: Town):
    coordinator, other = town.coordinator(), town.person()
    mentor = town.mentor(coordinator)

    refused = other.post("/me/invitations", {})
    made = mentor.post("/me/invitations", {"valid_days": 7})
    invitation_id = made.json["id"]
    listed = mentor.get("/me/invitations").json["items"]

    assert code(refused) == (403, "inviters-only")
    assert made.status_code == 201
    assert made.headers["Cache-Control"] == "no-store"
    assert [each["id"] for each in listed] == [invitation_id]
    assert code(other.delete(f"/me/invitations/{invitation_id}")) == (404, "invitation-unknown")
    assert mentor.delete(f"/me/invitations/{invitation_id}").status_code == 204
    assert mentor.get("/me/invitations").json["items"][0]["state"] == "withdrawn"


def test_a_block_holds_either_way_until_it_is_taken_back(town: Town):
    one, other = town.person(), town.person()

    def between() -> bool:
        return town.stores.blocks.between(other.member_id, one.member_id)

    for _ in range(2):
        assert one.put(f"/me/blocks/{other.member_id}").status_code == 204
    listed = one.get("/me/blocks").json["items"]
    assert between()
    assert [each["member_id"] for each in listed] == [other.member_id]
    assert other.get("/me/blocks").json["items"] == []
    assert one.delete(f"/me/blocks/{other.member_id}").status_code == 204
    assert not between()


def test_a_block_does_not_tell_who_is_a_member(person: Person):
    person.sign_in()

    assert person.put(f"/me/blocks/{'e' * 32}").status_code == 204
    assert person.delete(f"/me/blocks/{'f' * 32}").status_code == 204
