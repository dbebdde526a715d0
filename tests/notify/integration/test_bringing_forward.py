"""What waits for a member's hours comes earlier when these, or a pause, end earlier: on both stores."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from chassis.clock import utc_now
from notify.adapters.memory_choices import InMemoryChoices
from notify.adapters.mongo_choices import MongoChoices
from notify.adapters.planned_choices import PlannedChoices
from notify.domain.contacts import Language, Usual
from notify.domain.delivery import Busy, after_outcome
from notify.domain.message import HOURS, Message, Template, Urgency
from notify.domain.preferences import Hours
from notify.handlers.choosing import pause
from notify.handlers.facts import keep_changed_preferences
from notify.handlers.hours import bring_forward
from notify.handlers.permission import held_back
from tests.notify import examples

INDIA = ZoneInfo("Asia/Kolkata")
HOUR = timedelta(hours=1)
AT = utc_now().replace(microsecond=0)
NEXT_WEEK = AT + timedelta(days=7)
SOON = AT + HOUR
PAUSED = replace(examples.AT_ANY_HOUR, paused_until=NEXT_WEEK)


@pytest.fixture
def choices(request, stores):
    """Choices on the same store, which plan nothing; of a member who has no quiet hours and no pause."""
    stores.contacts.keep(examples.contacts())
    if "mongodb" in request.node.callspec.id:
        usual = Usual(preferences=examples.AT_ANY_HOUR)
        return MongoChoices(request.getfixturevalue("database"), usual)
    return InMemoryChoices(stores.contacts)


def waiting(stores, **differences: object) -> Message:
    put_off = {"due_at": NEXT_WEEK, "expires_at": NEXT_WEEK + timedelta(days=1), **differences}
    message = examples.message(**put_off)
    stores.messages.add_once([message])
    return message


def taken(stores) -> Message:
    """Let a sender take the one message that is due."""
    [held] = stores.messages.claim("sms", "twilio", examples.lease(), 1, utc_now())
    return held


def hasten(stores) -> int:
    return bring_forward(examples.MEMBER, stores.contacts, stores.messages, AT)


def due_at(stores, message: Message):
    return stores.messages.find(message.id).due_at


def test_what_a_pause_put_off_comes_when_the_pause_ends_and_once(stores, choices):
    messages = [waiting(stores), waiting(stores, channel="email")]

    assert (hasten(stores), hasten(stores)) == (2, 0)
    assert [due_at(stores, each) for each in messages] == [AT, AT]


def test_a_pause_that_ends_earlier_lets_a_message_come_then_and_not_before(stores, choices):
    pause(examples.MEMBER, SOON, choices)
    message = waiting(stores)

    assert hasten(stores) == 1
    assert due_at(stores, message) == SOON


def test_a_pause_that_ends_later_makes_nothing_later_before_it_is_due(stores, choices):
    pause(examples.MEMBER, NEXT_WEEK, choices)
    message = waiting(stores, due_at=SOON)

    assert hasten(stores) == 0
    assert due_at(stores, message) == SOON


def test_what_was_due_when_a_pause_put_it_off_comes_as_well_also_by_a_second_change(stores, choices):
    message = waiting(stores, due_at=AT)
    stores.messages.apply([held_back(taken(stores), examples.contacts(preferences=PAUSED), utc_now())])
    held = stores.messages.find(message.id)
    assert (held.due_at, held.reason) == (NEXT_WEEK, HOURS)

    for until in (SOON, None):
        pause(examples.MEMBER, until, choices)
        assert hasten(stores) == 1
    assert due_at(stores, message) == AT
    assert stores.messages.find(message.id).history == held.history


@pytest.mark.parametrize(
    "differences",
    [{"template": Template.DIGEST, "urgency": Urgency.DIGESTIBLE}, {"broadcast_id": "f" * 32}],
    ids=["bundle", "broadcast"],
)
def test_what_waits_for_more_than_hours_keeps_its_time(stores, choices, differences):
    message = waiting(stores, **differences)

    assert hasten(stores) == 0
    assert due_at(stores, message) == NEXT_WEEK


def test_a_retry_after_a_failure_keeps_its_time(stores, choices):
    message = waiting(stores, due_at=AT)
    stores.messages.apply([after_outcome(taken(stores), Busy(timedelta(minutes=5)), utc_now())])
    until = due_at(stores, message)

    assert hasten(stores) == 0
    assert due_at(stores, message) == until > AT


def test_what_is_another_members_or_under_way_is_left_alone(stores, choices):
    other = waiting(stores, member_id="0" * 32)
    waiting(stores, due_at=AT)
    held = taken(stores)

    assert hasten(stores) == 0
    assert due_at(stores, other) == NEXT_WEEK
    assert stores.messages.find(held.id) == held


def test_for_who_is_gone_nothing_is_done(stores):
    waiting(stores)

    assert hasten(stores) == 0


def test_a_change_of_preferences_brings_forward_what_waits(database, mongo_stores):
    mongo_stores.contacts.keep(examples.contacts())
    choices = PlannedChoices(database, Usual(preferences=examples.AT_ANY_HOUR))
    pause(examples.MEMBER, NEXT_WEEK, choices)
    message = waiting(mongo_stores)

    pause(examples.MEMBER, None, choices)

    assert due_at(mongo_stores, message) <= utc_now()


def test_a_clock_on_which_it_is_not_quiet_brings_forward_what_waits(stores, choices):
    here = utc_now().astimezone(INDIA)
    quiet = Hours((here - HOUR).time(), (here + HOUR).time())
    choices.change(examples.MEMBER, lambda known: replace(known, quiet=quiet))
    message = waiting(stores, due_at=here + HOUR)

    lives_by(stores, str(INDIA), sequence=2)
    assert due_at(stores, message) > utc_now()
    lives_by(stores, "Asia/Tokyo", sequence=3)
    assert due_at(stores, message) <= utc_now()


def lives_by(stores, time_zone: str, sequence: int) -> None:
    data = {"member_id": examples.MEMBER, "language": Language.ENGLISH, "time_zone": time_zone}
    event = examples.event("alumni.member.preferences-changed.v1", data, sequence=sequence)
    keep_changed_preferences(event, stores.contacts, stores.messages)


def test_what_waits_for_a_member_is_found_by_an_index(database, mongo_stores):
    waits = {"member_id": examples.MEMBER, "state": "created", "due_at": {"$gt": AT}}

    assert "'indexName': 'member'" in str(database["messages"].find(waits).explain()["queryPlanner"])
