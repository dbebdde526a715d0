"""Seats that members confirm or give up by text, as notify tells it: the same on memory and on MongoDB."""

from datetime import datetime, timedelta

import pytest

from chassis.events import Event
from chassis.ids import new_id
from groups.domain.occurrence import Meeting
from groups.entrypoints.answer_facts import readers
from tests.groups.samples import STARTS_AT, a_meeting
from tests.groups.worlds import BEFORE, World

MINUTE = timedelta(minutes=1)
CONFIRMED, GIVEN_UP = "notify.seat.confirmed.v1", "notify.seat.given-up.v1"


@pytest.fixture
def meeting(world: World) -> Meeting:
    """One seat, given up by m0 and promised to m1."""
    meeting = a_meeting(capacity=1, answer_minutes=30, closes_at=STARTS_AT - 10 * MINUTE)
    world.add(meeting)
    for number in range(2):
        world.occurrences.register(meeting.id, f"r{number}", f"m{number}", BEFORE)
    world.occurrences.cancel(meeting.id, "r0", "m0", BEFORE)
    return meeting


def decide(world: World, meeting: Meeting, kind: str, at: datetime, member: str = "m1") -> None:
    """Hear of a decision twice, as Kafka may deliver it."""
    data = {"member_id": member, "occurrence_id": meeting.id, "registration_id": "r1"}
    event = Event(
        id=new_id(),
        type=kind,
        source="notify",
        time=at,
        key=new_id(),
        sequence=1,
        data=data,
        traceparent=None,
    )
    for _ in range(2):
        readers(world.occurrences)[kind][1](event)


def types(world: World, meeting: Meeting) -> list[str]:
    return [event[0].removeprefix("groups.registration.") for event in world.look(meeting.id).events[4:]]


def test_a_promised_seat_is_confirmed_once(world: World, meeting: Meeting) -> None:
    decide(world, meeting, CONFIRMED, BEFORE + MINUTE)

    assert types(world, meeting) == ["confirmed.v1"]
    assert world.look(meeting.id).promised == {}


def test_a_seat_is_given_up_once(world: World, meeting: Meeting) -> None:
    decide(world, meeting, GIVEN_UP, BEFORE + MINUTE)

    assert types(world, meeting) == ["cancelled.v1"]


def test_what_comes_too_late_changes_nothing(world: World, meeting: Meeting) -> None:
    decide(world, meeting, CONFIRMED, BEFORE + 31 * MINUTE)
    decide(world, meeting, GIVEN_UP, STARTS_AT + MINUTE)

    assert types(world, meeting) == []


def test_nobody_decides_about_the_seat_of_another(world: World, meeting: Meeting) -> None:
    decide(world, meeting, CONFIRMED, BEFORE + MINUTE, member="m0")
    decide(world, meeting, GIVEN_UP, BEFORE + MINUTE, member="m0")

    assert types(world, meeting) == []


@pytest.mark.parametrize("order", [(CONFIRMED, GIVEN_UP), (GIVEN_UP, CONFIRMED)])
def test_in_either_order_a_seat_that_was_given_up_is_given_up(
    world: World, meeting: Meeting, order: tuple[str, str]
) -> None:
    for kind in order:
        decide(world, meeting, kind, BEFORE + MINUTE)

    assert types(world, meeting)[-1] == "cancelled.v1"
    assert world.look(meeting.id).seats == []
