"""What is heard late: of who is erased meanwhile nothing comes back, and what can wait has one digest."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chassis.clock import utc_now
from chassis.events import NotYet
from chassis.ids import new_id
from notify.adapters.holdings import HOLDINGS
from notify.adapters.indexes import ensure_indexes
from notify.adapters.memory_people import InMemorySealedContacts
from notify.adapters.personal import MongoPersonalData
from notify.domain.message import Template
from notify.entrypoints.consumer import reading_on
from tests.notify import examples

CONGRATULATED = "alumni.milestone.congratulated.v1"


def held(database: Any, member_id: str) -> list[str]:
    """Name the collections in which anything of a member is."""
    return [
        each.collection
        for each in HOLDINGS
        if database[each.collection].count_documents({"$or": [{name: member_id} for name in each.by]})
    ]


@pytest.mark.parametrize(
    "kind",
    [
        f"groups.registration.{each}.v1"
        for each in ("confirmed", "promoted", "released", "cancelled", "meeting-cancelled", "meeting-changed")
    ],
)
def test_a_late_fact_of_a_place_leaves_nothing_of_who_is_gone(database, kind: str):
    ensure_indexes(database)
    MongoPersonalData(database).erase(examples.MEMBER)
    place = {
        "member_id": examples.MEMBER,
        "member_ids": [examples.MEMBER],
        "occurrence_id": new_id(),
        "registration_id": new_id(),
        "starts_at": utc_now() + timedelta(days=3),
        "answer_by": None,
    }
    reading = reading_on(database, InMemorySealedContacts())

    try:
        reading.readers[kind][1](examples.event(kind, place))
    except NotYet:
        pytest.fail("Nobody waits for who is gone.")

    assert held(database, examples.MEMBER) == []


def test_what_is_heard_a_day_late_has_one_digest_though_it_is_heard_again(
    database, mongo_stores, monkeypatch
):
    monkeypatch.setenv("HAMRAH_QUIET_HOURS", "none")
    mongo_stores.contacts.keep(examples.contacts())
    reading = reading_on(database, InMemorySealedContacts())
    _, tell = reading.readers[CONGRATULATED]
    fact = examples.event(CONGRATULATED, {"member_id": examples.MEMBER})
    late = replace(fact, time=fact.time - timedelta(days=1))

    for moment in (fact.time, fact.time + timedelta(hours=5)):
        with time_machine.travel(moment, tick=False), reading.together([]):
            tell(late)
            tell(late)

    [digest] = database["messages"].find({"template": Template.DIGEST})
    assert fact.time < digest["due_at"] <= fact.time + timedelta(hours=2)
    assert database["messages"].count_documents({}) == 2
