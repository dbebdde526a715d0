"""Seats in memory and in MongoDB: saved by version, found when due; and reminders through restarts."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from chassis.chores import keep_doing
from chassis.clock import utc_now
from chassis.events import Event
from chassis.ids import derived_id, new_id
from notify.adapters.memory_messages import InMemoryMessages
from notify.adapters.memory_seats import InMemorySeats
from notify.adapters.memory_tallies import InMemoryTallies
from notify.adapters.mongo_seats import MongoSeats
from notify.adapters.planned_choices import PlannedChoices
from notify.domain.contacts import INBOX, Usual
from notify.domain.message import GIVEN_UP, State
from notify.domain.reminding import Fate, Reminder
from notify.domain.seat import Seat
from notify.entrypoints.consumer import reading_on
from notify.entrypoints.scheduler import chores_of
from notify.handlers import reminders
from notify.handlers.limits import Admitted, within_limits
from notify.ports import Seats
from tests.notify import examples
from tests.notify.integration.conftest import Stores
from tests.support.waiting import eventually

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LEADS = (24 * HOUR, 2 * HOUR)
OCCURRENCE = derived_id("an occurrence")


@dataclass(frozen=True)
class Kept:
    """Seats beside the stores of the same kind."""

    seats: Seats
    stores: Stores


@pytest.fixture
def kept(stores: Stores, request: pytest.FixtureRequest) -> Kept:
    memory = request.node.callspec.params["stores"] == "memory"
    return Kept(InMemorySeats() if memory else MongoSeats(request.getfixturevalue("database")), stores)


def a_seat(name: str = "one", *, due: timedelta = HOUR, member_id: str = examples.MEMBER) -> Seat:
    return Seat(
        id=derived_id(name),
        member_id=member_id,
        occurrence_id=OCCURRENCE,
        starts_at=NOW + due + 2 * HOUR,
        registration_id=derived_id("registration", name),
        since=NOW - HOUR,
        told_at=NOW,
        sequence=3,
        pending=(Reminder(lead=2 * HOUR, at=NOW + due),),
        fates={24 * HOUR: Fate.PAST},
    )


def test_a_seat_is_found_as_it_was_saved(kept):
    seat = a_seat()

    assert list(kept.seats.save([seat])) == [seat.id]
    assert kept.seats.of([seat.id, derived_id("nobody's")]) == {seat.id: replace(seat, version=1)}
    assert kept.seats.of_member(examples.MEMBER, NOW) == [replace(seat, version=1)]
    assert kept.seats.of_member(examples.MEMBER, seat.starts_at) == []


def test_a_promise_is_found_with_until_when_it_is_one(kept):
    seat = replace(a_seat(), answer_by=NOW + HOUR, pending=())
    kept.seats.save([seat])

    assert kept.seats.of_member(examples.MEMBER, NOW) == [replace(seat, version=1)]


def test_what_somebody_else_changed_meanwhile_is_not_saved(kept):
    one, other = a_seat("one"), a_seat("other")
    kept.seats.save([one])

    assert list(kept.seats.save([replace(one, held=False), other])) == [other.id]
    assert kept.seats.of([one.id])[one.id].held


def test_seats_are_due_in_the_order_in_which_they_wait(kept):
    late, early, future = a_seat("late", due=2 * HOUR), a_seat("early"), a_seat("future", due=9 * HOUR)
    done = replace(a_seat("done"), pending=())
    kept.seats.save([late, early, future, done])

    assert [each.id for each in kept.seats.due(NOW + 3 * HOUR, 10)] == [early.id, late.id]
    assert [each.id for each in kept.seats.due(NOW + 3 * HOUR, 1)] == [early.id]


def test_a_seat_without_a_reminder_to_come_is_due_no_more(kept):
    kept.seats.save([a_seat()])
    [due] = kept.seats.due(NOW + HOUR, 10)
    kept.seats.save([due.reminded(NOW + HOUR)[1]])

    assert kept.seats.due(NOW + HOUR, 10) == []


def taken(kept: Kept, number: int, starts_at: datetime, *, at: datetime = NOW) -> str:
    """Let a member of their own take a place; the answer is the member's id."""
    member_id = derived_id("member", str(number))
    kept.stores.contacts.keep(examples.contacts(member_id))
    data = {
        "member_id": member_id,
        "occurrence_id": OCCURRENCE,
        "registration_id": derived_id("registration", str(number)),
        "starts_at": starts_at,
    }
    event = examples.event("groups.registration.confirmed.v1", data, sequence=number + 1, time=at)
    reminders.keep_seat(event, kept.seats, kept.stores.contacts)
    return member_id


def look(kept: Kept, at: datetime) -> list[Fate]:
    fates: list[Fate] = []
    reminders.remind(kept.seats, kept.stores.contacts, kept.stores.messages, fates.append, at)
    return fates


def reminded(kept: Kept, member_id: str) -> int:
    found = kept.stores.messages.about_facts_since(member_id, NOW - timedelta(days=1))
    return sum(each.channel == INBOX for each in found)


def test_after_an_outage_reminders_leave_a_few_at_a_time_and_none_too_late(kept, monkeypatch):
    monkeypatch.setattr(reminders, "MOST_AT_ONCE", 4)
    soon = [taken(kept, number, NOW + 25 * HOUR) for number in range(6)]
    over = [taken(kept, number + 10, NOW + 3 * HOUR) for number in range(3)]
    later = NOW + 24 * HOUR  # both leads of the one are due, and the other meeting is over

    looks = [look(kept, later) for _ in range(4)]

    assert not looks[3]
    assert sum(map(len, looks)) == 6 * len(LEADS) + 3
    assert [reminded(kept, each) for each in soon] == [1] * 6
    assert [reminded(kept, each) for each in over] == [0] * 3
    assert sum(each.count(Fate.LATE) for each in looks) == 3


GIVING_UP: dict[str, Callable[[Event, Kept], None]] = {
    "cancelled": lambda event, kept: reminders.give_up_seat(event, kept.seats),
    "meeting-cancelled": lambda event, kept: reminders.give_up_all(event, kept.seats),
    "meeting-changed": lambda event, kept: reminders.move_all(event, kept.seats, kept.stores.contacts),
}


@pytest.mark.parametrize("kind", GIVING_UP)
def test_a_reminder_that_waits_does_not_leave_once_its_place_is_given_up(kept, kind):
    member_id = taken(kept, 1, NOW + 25 * HOUR)
    look(kept, NOW + HOUR)
    data = {
        "member_id": member_id,
        "member_ids": [member_id],
        "occurrence_id": OCCURRENCE,
        "starts_at": NOW + 25 * HOUR if kind == "cancelled" else NOW + 26 * HOUR,
    }
    left, _ = leaving(kept, member_id, NOW + HOUR)
    assert len(left) == 1
    event = examples.event(f"groups.registration.{kind}.v1", data, sequence=9, time=NOW + 2 * HOUR)
    GIVING_UP[kind](event, kept)

    left, changes = leaving(kept, member_id, NOW + 2 * HOUR)
    assert left == []
    assert [(each.reason, each.follow_at) for each in changes] == [(GIVEN_UP, None)]


def leaving(kept: Kept, member_id: str, at: datetime) -> Admitted:
    """Give what waits for a member and may leave, and what becomes of the rest."""
    told = kept.stores.messages.about_facts_since(member_id, NOW)
    waiting = [each for each in told if each.state is State.CREATED]
    known = kept.stores.contacts.of([member_id])
    messages = InMemoryMessages()
    return within_limits(waiting, known, InMemoryTallies(messages), kept.seats, messages, at)


def run_scheduler(database: Database[dict[str, Any]]) -> tuple[threading.Event, threading.Thread]:
    stop = threading.Event()
    running = threading.Thread(target=keep_doing, args=(chores_of(database), stop, 0.02))
    running.start()
    return stop, running


def test_a_scheduler_that_is_stopped_and_started_gives_each_reminder_once(
    database, mongo_stores, monkeypatch
):
    monkeypatch.setattr(reminders, "MOST_AT_ONCE", 5)
    kept = Kept(MongoSeats(database), mongo_stores)
    now = utc_now()
    members = [taken(kept, number, now + HOUR, at=now - 9 * HOUR) for number in range(40)]

    def given() -> int:
        return database["messages"].count_documents({"channel": INBOX, "template": "reminder"})

    for least in (5, 15, 40):
        two = [run_scheduler(database) for _ in range(2)]  # as when the old one has not ended yet
        eventually(lambda least=least: given() >= least)
        for stop, _ in two:
            stop.set()
        for _, running in two:
            running.join(10)
            assert not running.is_alive()

    assert given() == len(members)
    assert database["messages"].count_documents({"channel": "sms"}) == len(members)
    assert database["seats"].count_documents({"next_at": {"$exists": True}}) == 0


def test_facts_of_places_plan_move_and_drop_reminders_beside_being_told(database, mongo_stores):
    read = reading_on(database, sealed=None).readers
    mongo_stores.contacts.keep(examples.contacts())
    seats = MongoSeats(database)
    starts_at = NOW + 90 * HOUR
    data = {"member_id": examples.MEMBER, "occurrence_id": OCCURRENCE, "registration_id": new_id()}

    def hear(kind: str, sequence: int, **more: Any) -> Seat:
        kind = f"groups.registration.{kind}.v1"
        event = examples.event(kind, {**data, "starts_at": starts_at, **more}, sequence=sequence, time=NOW)
        read[kind][1](event)
        return seats.of([reminders.seat_id(OCCURRENCE, examples.MEMBER)])[
            reminders.seat_id(OCCURRENCE, examples.MEMBER)
        ]

    assert len(hear("confirmed", 1).pending) == 2
    moved = hear("meeting-changed", 2, starts_at=starts_at + HOUR, member_ids=[examples.MEMBER])
    assert moved.starts_at == starts_at + HOUR
    assert not hear("cancelled", 3).held
    assert not hear("confirmed", 1).held  # heard again
    assert len(hear("promoted", 4, answer_by=None).pending) == 2
    assert hear("meeting-cancelled", 5, member_ids=[examples.MEMBER]).pending == ()


def test_other_leads_move_the_reminders_that_are_to_come(database, mongo_stores):
    mongo_stores.contacts.keep(examples.contacts())
    seats, at = MongoSeats(database), utc_now()
    data = {
        "member_id": examples.MEMBER,
        "occurrence_id": OCCURRENCE,
        "registration_id": new_id(),
        "starts_at": at + 90 * HOUR,
    }
    event = examples.event("groups.registration.confirmed.v1", data, time=at)
    reminders.keep_seat(event, seats, mongo_stores.contacts)
    choices = PlannedChoices(database, Usual(preferences=examples.AT_ANY_HOUR))

    choices.change(examples.MEMBER, lambda known: replace(known, leads=(3 * HOUR,)))

    [seat] = seats.of_member(examples.MEMBER, at)
    assert [each.lead for each in seat.pending] == [3 * HOUR]
