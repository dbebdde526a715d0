"""A broadcast runs: once to everybody who is meant, whatever crashes."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from notify.domain.audience import Skip
from notify.domain.broadcast import Phase
from notify.domain.broadcast_plan import within_hours
from notify.domain.contacts import INBOX
from notify.domain.message import Urgency
from notify.domain.preferences import Preferences, Purpose
from notify.handlers.broadcasting import PER_SECOND
from tests.notify import broadcasting
from tests.notify.broadcasting import CENTRE, person
from tests.notify.unit.broadcasting.world import PEOPLE, Crash, World, per_person, run


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
