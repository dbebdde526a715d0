"""Partners: both say yes, three at most, and nobody learns whom they are blocked by."""

from datetime import UTC, datetime

import pytest

from alumni.adapters.stores import Stores
from alumni.domain.errors.partnerships import PartnersFull
from alumni.domain.partnership import MOST_PARTNERS, Partnership
from alumni.handlers.partnerships import accept_partnership
from chassis.ids import new_id
from tests.alumni.client import Person
from tests.alumni.parallel import at_once
from tests.alumni.people import become_partners, newcomer, profile

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture
def asha(person: Person) -> Person:
    return newcomer(person, 1)


@pytest.fixture
def bala(person: Person) -> Person:
    return newcomer(person, 2)


def listed(person: Person) -> list[tuple[str, bool]]:
    return [(each["state"], each["asked_by_me"]) for each in person.get("/partnerships").json["items"]]


def facts(person: Person, partnership_id: str) -> list[list[str]]:
    document = person.database["partnerships"].find_one({"_id": partnership_id})
    return [entry["data"]["member_ids"] for entry in document["outbox"]]


def test_two_are_partners_once_both_said_yes(asha: Person, bala: Person):
    asked = asha.post("/partnerships", {"handle": profile(bala)["handle"]})
    again = asha.post("/partnerships", {"handle": profile(bala)["handle"]})

    assert (asked.status_code, again.json) == (202, asked.json)
    assert facts(asha, asked.json["id"]) == [[profile(bala)["id"]]]
    assert (listed(asha), listed(bala)) == ([("proposed", True)], [("proposed", False)])
    path = f"/partnerships/{asked.json['id']}/acceptance"
    assert asha.post(path, None).status_code == 404
    assert [bala.post(path, None).status_code for _ in range(2)] == [204, 204]
    assert listed(asha) == [("active", True)]


def test_either_parts_without_a_reason(asha: Person, bala: Person):
    partnership_id = become_partners(asha, bala)

    assert bala.delete(f"/partnerships/{partnership_id}").status_code == 204
    assert listed(asha) == listed(bala) == []


def test_who_asks_somebody_who_blocked_them_sees_what_anybody_sees(asha: Person, bala: Person):
    block = {"by": profile(bala)["id"], "whom": profile(asha)["id"]}
    asha.database["blocks"].insert_one({"_id": new_id(), **block})

    asked = asha.post("/partnerships", {"handle": profile(bala)["handle"]})

    assert (asked.status_code, set(asked.json)) == (202, {"id"})
    assert (listed(asha), listed(bala)) == ([("proposed", True)], [])
    assert facts(asha, asked.json["id"]) == []
    assert bala.post(f"/partnerships/{asked.json['id']}/acceptance", None).status_code == 404


def test_after_a_no_the_same_person_asks_in_vain_for_a_while_and_does_not_know(asha: Person, bala: Person):
    handle = {"handle": profile(bala)["handle"]}
    partnership_id = asha.post("/partnerships", handle).json["id"]
    bala.delete(f"/partnerships/{partnership_id}")

    assert asha.post("/partnerships", handle).status_code == 202
    assert (listed(asha), listed(bala)) == ([("proposed", True)], [])
    assert bala.post("/partnerships", {"handle": profile(asha)["handle"]}).status_code == 202
    assert listed(asha) == [("proposed", False)]


def test_what_cannot_be_is_refused(asha: Person, bala: Person, person: Person):
    stranger = newcomer(person, 3)
    partnership_id = become_partners(asha, bala)

    assert asha.post("/partnerships", {"handle": profile(asha)["handle"]}).status_code == 409
    assert asha.post("/partnerships", {"handle": "nobody-at-all-1"}).status_code == 404
    assert stranger.delete(f"/partnerships/{partnership_id}").status_code == 404
    assert stranger.delete(f"/partnerships/{new_id()}").status_code == 404


def test_however_many_are_accepted_at_once_three_become_partners(asha: Person):
    stores, whom = Stores(asha.database), profile(asha)["id"]
    waiting = []
    for _ in range(MOST_PARTNERS + 3):
        found = Partnership.between(new_id(), new_id(), whom, at=NOW)
        found.propose(next(each for each in found.member_ids if each != whom), blocked=False, at=NOW)
        stores.partnerships.save(found)
        waiting.append(found.id)

    def accept(number: int) -> Partnership:
        return accept_partnership(
            whom, waiting[number], partnerships=stores.partnerships, blocks=stores.blocks, at=NOW
        )

    at_once(len(waiting), accept)
    for number in range(len(waiting)):
        if len(stores.companionship.of([whom])[whom].partners) < MOST_PARTNERS:
            accept(number)

    assert len(stores.companionship.of([whom])[whom].partners) == MOST_PARTNERS
    last = next(each for each in waiting if stores.partnerships.get(each).state == "proposed")
    with pytest.raises(PartnersFull):
        accept(waiting.index(last))
