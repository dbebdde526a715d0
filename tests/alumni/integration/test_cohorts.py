"""A whole cohort at once: drafted, explained, confirmed by a coordinator, agreed by each."""

from typing import Any

import pytest
from pymongo.database import Database

from tests.alumni.client import Person
from tests.alumni.mentoring import OTHER_CENTRE, Town

WISH = {"languages": ["pa"], "topics": ["work"], "hours": ["weekday-evenings"]}


@pytest.fixture
def town(database: Database[dict[str, Any]]) -> Town:
    return Town(database)


def mentee(town: Town, **wish: Any) -> Person:
    person = town.person()
    assert person.put("/me/mentor-wish", {**WISH, **wish}).status_code == 200
    return person


def test_a_cohort_is_drafted_confirmed_and_agreed_by_both(town: Town):
    coordinator = town.coordinator()
    mentors = [town.mentor(coordinator, capacity=1) for _ in range(2)]
    town.mentor(town.coordinator(OTHER_CENTRE), centre_id=OTHER_CENTRE)
    parted, free, third = mentee(town), mentee(town), mentee(town)
    parted.put(f"/me/blocks/{mentors[0].member_id}")
    english, wishless, far = mentee(town, languages=["en"]), town.person(), town.person(OTHER_CENTRE)
    people = [parted, free, third, english, wishless, far]

    made = coordinator.post("/centre/cohorts", {"member_ids": [each.member_id for each in people]})

    assert made.status_code == 201, made.json
    draft = made.json
    pairs = {each["mentee_id"]: each["mentor_id"] for each in draft["pairs"]}
    why = {each["member_id"]: each["reason"] for each in draft["unmatched"]}
    assert len(pairs) == 2
    assert sorted(pairs.values()) == sorted(each.member_id for each in mentors)
    assert pairs.get(parted.member_id) != mentors[0].member_id
    assert why[wishless.member_id] == "no-wish"
    assert why[far.member_id] == "not-ours"
    assert why[english.member_id] in ("language", "no-mentor")
    assert all(each["score"] == sum(why["points"] for why in each["reasons"]) for each in draft["pairs"])
    assert town.database["pairs"].count_documents({}) == 0

    path = f"/centre/cohorts/{draft['id']}/confirmation"
    (chosen, mentor_id), *_ = pairs.items()
    for body in ({"mentee_ids": [chosen]}, {}, {}):
        confirmed = coordinator.post(path, body)
    other = town.coordinator(OTHER_CENTRE).post(path, {})

    assert [each["confirmed"] for each in confirmed.json["pairs"]] == [True, True]
    assert (other.status_code, other.json["code"]) == (404, "cohort-unknown")
    assert town.database["pairs"].count_documents({"state": "proposed"}) == 2
    pair = town.database["pairs"].find_one({"mentee_id": chosen})
    assert pair is not None
    assert sorted(pair["outbox"][0]["data"]["member_ids"]) == sorted([chosen, mentor_id])
    by_id = {each.member_id: each for each in (*people, *mentors)}
    states = [
        by_id[each].post(f"/pairs/{pair['_id']}/acceptance", None).json["state"]
        for each in (chosen, mentor_id)
    ]
    assert states == ["proposed", "active"]


def test_who_finds_no_place_here_finds_one_elsewhere_where_that_is_allowed(town: Town):
    coordinator, person = town.coordinator(), mentee(town)
    far = town.mentor(town.coordinator(OTHER_CENTRE), centre_id=OTHER_CENTRE)

    here = coordinator.post("/centre/cohorts", {"member_ids": [person.member_id]}).json
    anywhere = coordinator.post("/centre/cohorts", {"member_ids": [person.member_id], "elsewhere": True}).json

    assert here["pairs"] == []
    assert here["unmatched"] == [{"member_id": person.member_id, "reason": "no-mentor"}]
    assert [each["mentor_id"] for each in anywhere["pairs"]] == [far.member_id]
