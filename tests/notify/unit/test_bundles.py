"""What can wait is told in one message of an hour or a day, and no more texts a day than a member wants."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.events import Event
from chassis.ids import new_id
from notify.adapters.memory_messages import InMemoryMessages
from notify.adapters.memory_people import InMemoryContacts
from notify.adapters.memory_seats import InMemorySeats
from notify.adapters.memory_tallies import InMemoryTallies
from notify.domain.bundles import bundle_of, day_of
from notify.domain.contacts import INBOX, Contacts
from notify.domain.message import OVER_DAILY_LIMIT, READ, Lease, Message, State, Template, Urgency
from notify.domain.preferences import Bundling, Preferences, Purpose
from notify.domain.windows import opens_at
from notify.handlers.limits import within_limits
from notify.handlers.telling import News, tell
from tests.notify import examples
from tests.notify.unit.test_windows import INDIA, MINUTE, ZONES, local, moments, preferences

HOUR = timedelta(hours=1)
NOON = local(INDIA, 2027, 1, 5, 12, 10)
ONE, TWO = (local(INDIA, 2027, 1, 5, hour, 0) for hour in (13, 14))
NEWS = News(
    template=Template.NEWS_WAITS,
    expires_at=NOON + timedelta(days=900),
    urgency=Urgency.DIGESTIBLE,
    purpose=Purpose.BOARDS,
)


class World:
    """One member, their messages, and a sender without providers."""

    def __init__(self, chosen: Preferences = examples.AT_ANY_HOUR) -> None:
        self.contacts, self.messages = InMemoryContacts(), InMemoryMessages()
        self.member: Contacts = examples.contacts(preferences=chosen)
        self.contacts.keep(self.member)

    def hear(self, at: datetime, news: News = NEWS, *, heard: Sequence[datetime] = ()) -> Event:
        """Hear of what happens at a moment: there and then, or at these."""
        event = examples.event("alumni.story.reviewed.v1", {}, time=at)
        for moment in heard or [at]:
            self.hear_again(event, moment, news)
        return event

    def hear_again(self, event: Event, at: datetime, news: News = NEWS) -> None:
        with time_machine.travel(at, tick=False):
            tell(event, news, [examples.MEMBER], self.contacts, self.messages)

    def text(self, at: datetime, **more: object) -> Message:
        made = examples.message(created_at=at, due_at=at, expires_at=at + timedelta(days=3), **more)
        self.messages.add_once([made])
        return made

    def leave(self, at: datetime, limit: int = 100) -> list[Message]:
        """Send what is due, and give what left."""
        taken = self.messages.claim("sms", "twilio", Lease(new_id(), at + HOUR), limit, at)
        known = {examples.MEMBER: self.member}
        left, changes = within_limits(
            taken, known, InMemoryTallies(self.messages), InMemorySeats(), self.messages, at
        )
        self.messages.apply(changes)
        for each in left:
            self.messages.put(replace(each, state=State.SENT, lease=None, since=at))
        return left

    def of(self, channel: str) -> list[Message]:
        return [each for each in self.messages.all() if each.channel == channel]


def test_what_happens_within_an_hour_is_told_in_one_message():
    world = World()
    for minutes in (0, 10, 49):
        at = NOON + timedelta(minutes=minutes)
        world.hear(at, heard=[at, at])
    world.hear(NOON + timedelta(minutes=51))

    first, second = sorted(world.of("sms"), key=lambda each: each.params["since"])
    assert len(world.of(INBOX)) == 4
    assert first.template is Template.DIGEST
    assert first.params["since"] == local(INDIA, 2027, 1, 5, 12, 0)
    assert second.params["since"] == local(INDIA, 2027, 1, 5, 13, 0)


def test_a_digest_says_how_much_is_unread_and_nothing_once_it_is_read():
    world = World()
    for minutes in (0, 10, 20):
        world.hear(NOON + timedelta(minutes=minutes))
    read = world.of(INBOX)[0]
    world.messages.put(replace(read, read_at=NOON))
    end = max(world.of("sms")[0].due_at, local(INDIA, 2027, 1, 5, 13, 0))

    [left] = world.leave(end)
    assert left.params["count"] == 2
    assert world.messages.find(left.id).params["count"] == 2


def test_a_digest_of_what_was_read_is_dropped_with_its_reason():
    world = World()
    world.hear(NOON)
    for each in world.of(INBOX):
        world.messages.put(replace(each, read_at=NOON))
    [digest] = world.of("sms")

    assert world.leave(digest.due_at) == []
    assert (world.messages.find(digest.id).state, world.messages.find(digest.id).reason) == (
        State.FAILED,
        READ,
    )
    assert world.messages.find(digest.id).follow_at is None


def test_what_is_heard_after_its_bundle_left_is_told_with_the_one_that_is_open():
    world = World()
    world.hear(NOON)
    [first] = world.leave(ONE)

    late, in_time = ONE + timedelta(minutes=10), ONE + timedelta(minutes=20)
    world.hear(NOON, heard=[late, in_time])
    world.hear(in_time)

    [second] = world.leave(TWO)
    assert second.id != first.id
    assert (first.params["count"], second.params["count"]) == (1, 2)


def test_a_fact_heard_again_after_its_digest_left_makes_no_other():
    world = World()
    event = world.hear(NOON)
    [digest] = world.leave(ONE)

    for hours in (1, 2, 30):
        world.hear_again(event, NOON + hours * HOUR)

    assert [each.id for each in world.of("sms")] == [digest.id]


def test_a_consumer_that_died_between_inbox_and_digest_makes_it_when_it_hears_again():
    world = World()
    died = World()
    event = died.hear(NOON, heard=[ONE + timedelta(minutes=10)])
    world.messages.add_once(died.of(INBOX))

    for hours in (2, 3):
        world.hear_again(event, NOON + hours * HOUR)

    assert world.of("sms") == died.of("sms")
    assert [each.params["count"] for each in world.leave(NOON + 2 * HOUR)] == [1]


delays = st.lists(st.integers(0, 4 * 24 * 60).map(lambda each: each * MINUTE), min_size=1, max_size=6)


@settings(max_examples=100, deadline=None)
@given(preferences, st.sampled_from([Bundling.HOURLY, Bundling.DAILY]), moments, delays)
def test_a_fact_has_one_digest_which_leaves_after_it_was_heard_first(chosen, bundling, at, delays):
    at, heard = at.replace(microsecond=0), sorted(delays)
    world = World(replace(chosen, bundling=bundling))
    world.hear(at, heard=[at + delay for delay in heard])

    [entry] = world.of(INBOX)
    [digest] = world.of("sms")
    assert digest.params["since"] <= entry.created_at == at + heard[0] < digest.due_at


def test_who_wants_to_be_told_at_once_is():
    world = World(replace(examples.AT_ANY_HOUR, bundling=Bundling.AT_ONCE))
    world.hear(NOON)
    world.hear(NOON)

    assert [each.template for each in world.of("sms")] == [Template.NEWS_WAITS] * 2


def test_a_night_is_one_bundle():
    member = examples.contacts(preferences=Preferences())
    night = [
        local(INDIA, 2027, 1, 5, 21, 30),
        local(INDIA, 2027, 1, 6, 3, 0),
        local(INDIA, 2027, 1, 6, 7, 10),
    ]

    assert {bundle_of(member, at).opens_at for at in night} == {local(INDIA, 2027, 1, 6, 8, 0)}


@settings(max_examples=100, deadline=None)
@given(preferences, st.sampled_from([Bundling.HOURLY, Bundling.DAILY]), st.sampled_from(ZONES), moments)
def test_a_bundle_ends_after_what_it_holds_in_an_open_hour(chosen, bundling, zone, at):
    chosen = replace(chosen, bundling=bundling)
    bundle = bundle_of(examples.contacts(preferences=chosen, time_zone=zone), at)

    assert bundle.since <= at <= bundle.opens_at
    assert opens_at(Urgency.DIGESTIBLE, chosen, zone, bundle.opens_at) == bundle.opens_at


def test_no_more_texts_a_day_leave_than_a_member_wants_and_one_says_so_the_next_day():
    world = World(replace(examples.AT_ANY_HOUR, most_texts=3))
    texts = [world.text(NOON + timedelta(minutes=number)) for number in range(5)]
    urgent = [world.text(NOON, urgency=Urgency.URGENT) for _ in range(4)]

    assert len(world.leave(NOON + timedelta(minutes=1))) == 2 + len(urgent)
    assert [each.id for each in world.leave(NOON + HOUR)] == [texts[2].id]
    over = [world.messages.find(each.id) for each in texts[3:]]
    assert {(each.state, each.reason) for each in over} == {(State.FAILED, OVER_DAILY_LIMIT)}
    [summary] = [each for each in world.of("sms") if each.template is Template.DIGEST]
    assert summary.due_at == local(INDIA, 2027, 1, 6, 0, 0)


def test_a_summary_counts_everything_unread_of_its_day():
    world = World(replace(examples.AT_ANY_HOUR, most_texts=0))
    for number in range(3):
        world.hear(NOON + timedelta(minutes=number), replace(NEWS, urgency=Urgency.TIMELY))
    due = max(each.due_at for each in world.of("sms"))
    world.leave(due)
    [summary] = [each for each in world.of("sms") if each.template is Template.DIGEST]
    world.member = examples.contacts(preferences=examples.AT_ANY_HOUR)
    counted = replace(summary, params={**summary.params, "since": NOON})
    world.messages.put(counted)

    [left] = world.leave(summary.due_at)

    assert left.params["count"] == 3


def test_a_new_day_has_texts_of_its_own():
    world = World(replace(examples.AT_ANY_HOUR, most_texts=1))
    evening = local(INDIA, 2027, 1, 5, 23, 50)
    world.text(evening)
    world.text(evening + timedelta(minutes=20))

    assert len(world.leave(evening)) == 1
    assert len(world.leave(evening + timedelta(minutes=20))) == 1


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_begins_at_midnight_on_the_members_clock(zone):
    at = datetime(2027, 3, 28, 12, 0, tzinfo=UTC)

    assert day_of(zone, at) <= at < day_of(zone, at) + 26 * HOUR
