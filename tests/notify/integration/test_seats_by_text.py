"""C and X: the seat that is meant is confirmed or given up; where that is not clear, nothing changes."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from marshmallow import Schema
from pymongo.database import Database

from chassis.clock import utc_now
from chassis.ids import derived_id
from notify.adapters.indexes import ensure_indexes
from notify.adapters.mongo_contacts import MongoContacts
from notify.adapters.mongo_seats import MongoSeats
from notify.entrypoints.seat_facts import with_seats
from tests.notify import api, examples
from tests.notify.texting import facts, replies, write

CONFIRMED, PROMOTED = "groups.registration.confirmed.v1", "groups.registration.promoted.v1"
RELEASED, CANCELLED = "groups.registration.released.v1", "groups.registration.cancelled.v1"
OFF, MOVED = "groups.registration.meeting-cancelled.v1", "groups.registration.meeting-changed.v1"
PREFERRED = "alumni.member.preferences-changed.v1"
KINDS = (CONFIRMED, PROMOTED, RELEASED, CANCELLED, OFF, MOVED, PREFERRED)
ONE, OTHER = derived_id("one"), derived_id("other")


class Meetings:
    """What groups tells, in order per meeting."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._readers = with_seats(
            dict.fromkeys(KINDS, (Schema, lambda _: None)),
            MongoSeats(database),
            MongoContacts(database),
        )
        self._sequences: dict[str, int] = {}

    def tell(self, kind: str, occurrence_id: str = ONE, *, ago: timedelta = timedelta(), **data: Any) -> None:
        """Tell a fact of the member of the tests; a sequence in `data` makes an old one."""
        sequence = data.pop("sequence", self._sequences.get(occurrence_id, 0) + 1)
        self._sequences[occurrence_id] = max(sequence, self._sequences.get(occurrence_id, 0))
        told = {
            "occurrence_id": occurrence_id,
            "registration_id": derived_id(occurrence_id, "registration"),
            "member_id": examples.MEMBER,
            "member_ids": [examples.MEMBER],
            "starts_at": utc_now() + timedelta(days=5),
            **data,
        }
        event = examples.event(kind, told, key=occurrence_id, sequence=sequence, time=utc_now() - ago)
        self._readers[kind][1](event)


@pytest.fixture
def client(database: Database[dict[str, Any]]) -> FlaskClient:
    ensure_indexes(database)
    MongoContacts(database, examples.SEALED_NUMBERS).keep(examples.contacts())
    return api.bound(database).test_client()


@pytest.fixture
def meetings(client: FlaskClient, database: Database[dict[str, Any]]) -> Meetings:
    return Meetings(database)


def soon(hours: float = 2) -> datetime:
    return utc_now() + timedelta(hours=hours)


def taken(database: Database[dict[str, Any]]) -> list[str]:
    return [each["occurrence_id"] for each in facts(database, "notify.seat.confirmed.v1")]


def given_up(database: Database[dict[str, Any]]) -> list[str]:
    return [each["occurrence_id"] for each in facts(database, "notify.seat.given-up.v1")]


def told(database: Database[dict[str, Any]]) -> list[str]:
    return [each for each in replies(database) if each in ("which-place", "place-gone", "stopped")]


def test_c_confirms_the_seat_that_is_promised(client, database, meetings):
    meetings.tell(CONFIRMED, OTHER)
    meetings.tell(PROMOTED, ONE, answer_by=soon())

    for _ in range(2):
        write(client, "C")

    assert facts(database, "notify.seat.confirmed.v1") == [
        {
            "answer_id": derived_id("answer", "SM1"),
            "member_id": examples.MEMBER,
            "occurrence_id": ONE,
            "registration_id": derived_id(ONE, "registration"),
        }
    ]
    assert told(database) == []


@pytest.mark.parametrize("then", [RELEASED, CANCELLED, CONFIRMED, OFF])
def test_c_confirms_nothing_that_is_open_no_more(client, database, meetings, then):
    meetings.tell(PROMOTED, answer_by=soon())
    meetings.tell(then)

    write(client, "C")

    assert taken(database) == []
    assert told(database) == ["place-gone"]


def test_c_after_the_time_to_answer_says_so(client, database, meetings):
    meetings.tell(PROMOTED, answer_by=utc_now() - timedelta(minutes=1))

    write(client, "ਪੱਕਾ")

    assert taken(database) == []
    assert told(database) == ["place-gone"]


def test_c_that_may_mean_two_is_asked_back(client, database, meetings):
    meetings.tell(PROMOTED, ONE, answer_by=soon())
    meetings.tell(PROMOTED, OTHER, answer_by=soon())

    write(client, "C")

    assert taken(database) == []
    assert told(database) == ["which-place"]


def test_what_was_told_within_a_day_is_meant_before_what_was_told_earlier(client, database, meetings):
    meetings.tell(CONFIRMED, OTHER, ago=timedelta(days=2))
    meetings.tell(CONFIRMED, ONE)

    write(client, "X")

    assert given_up(database) == [ONE]


def test_the_meeting_of_today_is_meant_though_its_seat_is_held_for_long(client, database, meetings):
    meetings.tell(CONFIRMED, OTHER, ago=timedelta(days=20))
    meetings.tell(CONFIRMED, ONE, ago=timedelta(days=20), starts_at=soon())

    write(client, "रद्द")

    assert given_up(database) == [ONE]


def test_x_gives_up_a_promise_too(client, database, meetings):
    meetings.tell(PROMOTED, answer_by=soon())

    write(client, "x")

    assert given_up(database) == [ONE]


def test_a_moved_meeting_is_given_up_at_its_new_time(client, database, meetings):
    meetings.tell(CONFIRMED, starts_at=utc_now() - timedelta(minutes=5))
    meetings.tell(MOVED, starts_at=soon(48))

    write(client, "X")

    assert given_up(database) == [ONE]


def test_an_old_fact_heard_again_brings_no_seat_back(client, database, meetings):
    meetings.tell(CONFIRMED)
    meetings.tell(CANCELLED)
    meetings.tell(CONFIRMED, sequence=1)

    write(client, "X")

    assert given_up(database) == []
    assert told(database) == ["place-gone"]


def test_cancel_means_the_seat_where_there_is_one_and_stop_where_there_is_none(client, database, meetings):
    meetings.tell(CONFIRMED)
    write(client, "CANCEL", sid="SM1")
    meetings.tell(CANCELLED)
    write(client, "CANCEL", sid="SM2")

    assert given_up(database) == [ONE]
    assert told(database) == ["stopped"]


@pytest.mark.parametrize("body", ["C", "X"])
def test_a_stranger_confirms_and_gives_up_nothing(client, database, body):
    assert write(client, body, From="+919876500000").status_code == 204

    assert told(database) == []
