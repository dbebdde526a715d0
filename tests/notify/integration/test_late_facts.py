"""A fact about somebody who is erased meanwhile brings nothing of them back."""

from datetime import timedelta
from typing import Any

import pytest

from chassis.clock import utc_now
from chassis.events import NotYet
from chassis.ids import new_id
from notify.adapters.holdings import HOLDINGS
from notify.adapters.indexes import ensure_indexes
from notify.adapters.memory_people import InMemorySealedContacts
from notify.adapters.personal import MongoPersonalData
from notify.entrypoints.consumer import reading_on
from tests.notify import examples


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
