"""A broadcast runs: once to everybody who is meant, whatever crashes, and nothing more once it is stopped."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from chassis.clock import utc_now
from chassis.ids import derived_id
from notify.adapters.memory import InMemoryMessages
from notify.adapters.memory_broadcasts import (
    InMemoryBroadcastMessages,
    InMemoryBroadcasts,
    InMemorySegments,
)
from notify.domain.audience import Skip
from notify.domain.broadcast import MOST_ALONE, Broadcast, Phase
from notify.domain.broadcast_plan import within_hours
from notify.domain.contacts import INBOX, NETWORK, Contacts
from notify.domain.message import Change, Message, State, Template, Urgency
from notify.domain.preferences import Preferences, Purpose
from notify.handlers.broadcast_notices import Notices
from notify.handlers.broadcasting import PER_SECOND, Walking
from notify.handlers.permission import held_back
from tests.notify import broadcasting
from tests.notify.broadcasting import AUTHOR, CENTRE, SECOND, PeopleInMemory, person

PEOPLE = 23
BATCH = 4


class Crash(Exception):
    """Stands for a process that is killed at this point."""


@dataclass
class World:
    """The stores in memory; with `crash_at`, the call of a store by that number kills the process."""

    contacts: PeopleInMemory = field(default_factory=PeopleInMemory)
    messages: InMemoryMessages = field(default_factory=InMemoryMessages)
    broadcasts: InMemoryBroadcasts = field(default_factory=InMemoryBroadcasts)
    crash_at: int | None = None
    before: bool = False  # the call, or after it
    calls: int = 0

    def walking(self) -> Walking:
        of_broadcasts = InMemoryBroadcastMessages(self.messages)
        return Walking(
            broadcasts=_Mortal(self.broadcasts, self),
            segments=InMemorySegments(self.contacts),
            messages=_Mortal(self.messages, self),
            of_broadcasts=_Mortal(of_broadcasts, self),
            notices=Notices(contacts=self.contacts, messages=self.messages),
            batch=BATCH,
        )

    def scheduled(self, **differences: Any) -> Broadcast:
        broadcast = broadcasting.draft(**differences)
        count = InMemorySegments(self.contacts).count(broadcast.plan.segment, utc_now())
        broadcast.submit(count, by=AUTHOR, at=utc_now())
        if broadcast.phase is Phase.AWAITING_APPROVAL:
            broadcast.approve(by=SECOND, at=utc_now())
        return self.broadcasts.add(broadcast)

    def outward(self, broadcast: Broadcast) -> list[Message]:
        return [
            each
            for each in self.messages.all()
            if each.broadcast_id == broadcast.id and each.channel != INBOX
        ]

    def settle(self, broadcast: Broadcast, to: State = State.SENT) -> None:
        """Let everything leave that waits."""
        waiting = [each for each in self.outward(broadcast) if each.state is State.CREATED]
        self.messages.apply(
            [Change(message_id=each.id, channel=each.channel, to=to, at=utc_now()) for each in waiting]
        )


class _Mortal:
    """A store whose calls are counted; at one of them the process dies."""

    def __init__(self, store: Any, world: World) -> None:
        self._store, self._world = store, world

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def called(*args: Any) -> Any:
            self._world.calls += 1
            dies = self._world.calls == self._world.crash_at
            if dies and self._world.before:
                raise Crash
            answer = getattr(self._store, name)(*args)
            if dies:
                raise Crash
            return answer

        return called


@pytest.fixture
def world() -> World:
    made = World()
    made.contacts.know(*(person(f"number {each}") for each in range(PEOPLE)))
    return made


def run(world: World, broadcast: Broadcast, looks: int = 3) -> Broadcast:
    for _ in range(looks):
        world.walking().run_due(broadcast.plan.scheduled_at)
    return world.broadcasts.get(broadcast.id)


def per_person(messages: list[Message]) -> Counter[str | None]:
    return Counter(each.member_id for each in messages)


def test_everybody_who_is_meant_is_written_to_once_and_finds_it_in_the_inbox(world):
    broadcast = world.scheduled()
    run(world, broadcast)

    outward = world.outward(broadcast)
    assert per_person(outward) == Counter({each.member_id: 1 for each in world.contacts.all()})
    assert {(each.urgency, each.purpose, each.centre_id) for each in outward} == {
        (Urgency.BULK, Purpose.NEWS, CENTRE)
    }
    inbox = [each for each in world.messages.all() if each.channel == INBOX]
    assert per_person(inbox) == per_person(outward)


def test_who_does_not_want_it_is_skipped_and_counted_by_cause(world):
    later = broadcasting.morning() + timedelta(days=9)
    off = frozenset({(Purpose.NEWS, "sms"), (Purpose.NEWS, "email")})
    world.contacts.know(
        person("quiet", quiet=True),
        person("paused", preferences=Preferences(paused_until=later)),
        person("no news", preferences=Preferences(off=off)),
        person("stopped", stopped=frozenset({"sms", "email"})),
        person("unreachable", unreachable=frozenset({"sms", "email"})),
    )
    broadcast = run(world, world.scheduled())

    assert broadcast.walked.people == PEOPLE + 5
    assert broadcast.walked.skipped == dict.fromkeys(Skip, 1)
    assert len(world.outward(broadcast)) == PEOPLE


def test_it_is_done_when_nothing_waits_any_more(world):
    broadcast = world.scheduled()
    assert run(world, broadcast).phase is Phase.RUNNING

    world.settle(broadcast)

    assert run(world, broadcast).phase is Phase.DONE


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_a_crash_at_any_step_repeats_and_loses_nothing(before):
    at_call = 0
    while True:
        at_call += 1
        world = World(before=before)
        people = [person(f"number {each}") for each in range(PEOPLE)]
        world.contacts.know(*people)
        broadcast = world.scheduled()
        world.crash_at = at_call
        try:
            world.walking().run_due(broadcast.plan.scheduled_at)
        except Crash:
            # Whoever prefers another channel by now is still the same person.
            world.contacts.know(
                *(replace(each, preferences=Preferences(order=("email", "sms"))) for each in people)
            )
        else:
            break
        walked = run(world, broadcast)
        assert set(per_person(world.outward(broadcast)).values()) == {1}, at_call
        assert len(world.outward(broadcast)) == walked.walked.people == PEOPLE
        world.settle(broadcast)
        assert run(world, broadcast).phase is Phase.DONE
    assert at_call > 15


def stop(world: World, broadcast: Broadcast) -> None:
    fresh = world.broadcasts.get(broadcast.id)
    fresh.stop(by=SECOND, at=utc_now())
    world.broadcasts.save(fresh)
    InMemoryBroadcastMessages(world.messages).halt(broadcast.id, utc_now())


def test_what_waits_when_it_is_stopped_never_leaves_and_the_walk_ends(world):
    broadcast = world.scheduled()
    world.crash_at = 12  # in the middle of the walk
    with pytest.raises(Crash):
        world.walking().run_due(broadcast.plan.scheduled_at)
    world.crash_at = None
    stop(world, broadcast)
    stopped = run(world, broadcast)

    assert stopped.phase is Phase.STOPPED
    assert 0 < stopped.walked.people < PEOPLE
    assert {(each.state, each.reason) for each in world.outward(broadcast)} == {
        (State.FAILED, "broadcast-stopped")
    }


@pytest.mark.parametrize("at_call", range(1, 13))
def test_a_stop_at_any_moment_of_the_walk_leaves_nothing_waiting(world, at_call):
    broadcast = world.scheduled()
    walking = world.walking()

    def stopping(calls: int) -> None:
        if calls == at_call and world.broadcasts.get(broadcast.id).phase is Phase.RUNNING:
            stop(world, broadcast)

    _call_before_each(world, stopping)
    walking.run_due(broadcast.plan.scheduled_at)

    if world.broadcasts.get(broadcast.id).phase is Phase.STOPPED:
        assert all(each.state is State.FAILED for each in world.outward(broadcast))


def _call_before_each(world: World, told: Callable[[int], None]) -> None:
    """Let something happen before each call of a store."""
    original = world.messages.add_once
    advance = world.broadcasts.advance
    calls = iter(range(1, 10_000))

    def add_once(messages: Any) -> int:
        told(next(calls))
        return original(messages)

    def advanced(*args: Any) -> bool:
        told(next(calls))
        return advance(*args)

    world.messages.add_once = add_once  # type: ignore[method-assign]
    world.broadcasts.advance = advanced  # type: ignore[method-assign]


def test_two_schedulers_at_once_count_and_write_once(world):
    broadcast = world.scheduled()
    first, second = world.walking(), world.walking()
    for walking in (first, second):
        walking.begin_due(broadcast.plan.scheduled_at)
    loaded = world.broadcasts.get(broadcast.id)
    for walking in (first, second):
        walking._step(replace(loaded), broadcast.plan.scheduled_at)

    walked = run(world, broadcast)

    assert walked.walked.people == PEOPLE
    assert set(per_person(world.outward(broadcast)).values()) == {1}


def test_messages_fall_due_spread_over_time_and_within_the_hours_of_the_law():
    world = World()
    world.contacts.know(*(person(f"number {each}") for each in range(2 * PER_SECOND + 1)))
    broadcast = run(world, world.scheduled(), looks=60)

    due = Counter(each.due_at.replace(microsecond=0) for each in world.outward(broadcast))

    assert max(due.values()) <= PER_SECOND
    assert all(within_hours(each) for each in due)


def test_a_member_who_stops_while_it_runs_gets_nothing_any_more(world):
    broadcast = run(world, world.scheduled())
    text = next(each for each in world.outward(broadcast) if each.channel == "sms")
    member = replace(_of(world, text.member_id), stopped=frozenset({"sms"}))

    change = held_back(text, member, text.due_at)

    assert change is not None
    assert (change.to, change.reason) == (State.FAILED, "stopped")


def _of(world: World, member_id: str | None) -> Contacts:
    return world.contacts.of([member_id or ""])[member_id or ""]


def test_what_grew_waits_for_a_second_person_who_is_told(world):
    broadcast = world.scheduled()
    world.contacts.know(
        *(person(f"more {each}") for each in range(MOST_ALONE)),
        person("second", acts_for=frozenset({CENTRE})),
        replace(person("author", acts_for=frozenset({CENTRE})), member_id=AUTHOR),
    )

    assert run(world, broadcast).phase is Phase.AWAITING_APPROVAL

    told = [each for each in world.messages.all() if each.broadcast_id is None]
    assert {each.member_id for each in told} == {derived_id("second")}
    assert {each.template for each in told} == {Template.ANSWER_WANTED}


def test_where_a_centre_has_no_second_person_the_network_is_told(world):
    world.contacts.know(
        *(person(f"more {each}") for each in range(MOST_ALONE)),
        replace(person("administrator", acts_for=frozenset({NETWORK})), centre_id=None),
    )
    broadcast = broadcasting.draft()
    count = InMemorySegments(world.contacts).count(broadcast.plan.segment, utc_now())
    broadcast.submit(count, by=AUTHOR, at=utc_now())

    Notices(contacts=world.contacts, messages=world.messages).tell(broadcast, utc_now())

    assert {each.member_id for each in world.messages.all()} == {derived_id("administrator")}


def test_coordinators_hear_once_that_it_is_done(world):
    world.contacts.know(person("second", acts_for=frozenset({CENTRE})))
    broadcast = world.scheduled()
    run(world, broadcast)
    world.settle(broadcast)
    run(world, broadcast)

    told = [each for each in world.messages.all() if each.broadcast_id is None and each.channel != INBOX]
    assert [(each.member_id, each.template) for each in told] == [(derived_id("second"), Template.NEWS_WAITS)]
