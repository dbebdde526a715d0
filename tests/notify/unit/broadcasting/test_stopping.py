"""Nothing more leaves once a broadcast is stopped, or once a member stops it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from notify.domain.broadcast import Phase
from notify.domain.contacts import Contacts
from notify.domain.message import State
from notify.handlers.permission import held_back
from tests.notify.unit.broadcasting.world import PEOPLE, Crash, World, run, stop


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


def test_a_member_who_stops_while_it_runs_gets_nothing_any_more(world):
    broadcast = run(world, world.scheduled())
    text = next(each for each in world.outward(broadcast) if each.channel == "sms")
    member = replace(_of(world, text.member_id), stopped=frozenset({"sms"}))

    change = held_back(text, member, text.due_at)

    assert change is not None
    assert (change.to, change.reason) == (State.FAILED, "stopped")


def _of(world: World, member_id: str | None) -> Contacts:
    return world.contacts.of([member_id or ""])[member_id or ""]
