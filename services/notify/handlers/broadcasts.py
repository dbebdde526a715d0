"""What coordinators do about broadcasts of their own centre, and network administrators about all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from notify.domain.access import Caller
from notify.domain.broadcast import Broadcast
from notify.domain.broadcast_errors import BroadcastStale, BroadcastUnknown
from notify.domain.broadcast_plan import Plan
from notify.handlers.broadcast_notices import Notices
from notify.ports import BroadcastMessages, Broadcasts, Segments

TRIES = 4  # the first and three more


def write_broadcast(
    broadcast_id: str, plan: Plan, caller: Caller, broadcasts: Broadcasts, at: datetime
) -> Broadcast:
    """Begin a draft, once for each id; raises TooManyBroadcasts, and what `Plan.ensure_sound` does."""
    return broadcasts.add(Broadcast.write(broadcast_id, plan, by=caller.member_id, at=at))


def own_broadcast(broadcast_id: str, caller: Caller, broadcasts: Broadcasts) -> Broadcast:
    """Load what is the caller's to see; raises BroadcastUnknown alike for what is not and is none."""
    broadcast = broadcasts.get(broadcast_id)
    if not caller.acts_for(broadcast.centre_id):
        raise BroadcastUnknown
    return broadcast


def written_broadcast(broadcast_id: str, caller: Caller, broadcasts: Broadcasts) -> Broadcast:
    """Load what the caller may write: a coordinator of its centre; raises BroadcastUnknown."""
    broadcast = broadcasts.get(broadcast_id)
    if not caller.coordinates(broadcast.centre_id):
        raise BroadcastUnknown
    return broadcast


def change_broadcast(
    broadcast_id: str, plan: Plan, caller: Caller, broadcasts: Broadcasts, at: datetime
) -> Broadcast:
    """Say something else, which needs approval again."""

    def change(broadcast: Broadcast) -> None:
        broadcast.change(plan, by=caller.member_id, at=at)

    return _changed(lambda: written_broadcast(broadcast_id, caller, broadcasts), change, broadcasts)


def submit_broadcast(
    broadcast_id: str,
    caller: Caller,
    broadcasts: Broadcasts,
    segments: Segments,
    notices: Notices,
    at: datetime,
) -> Broadcast:
    """Count who is meant, and schedule it or ask a second person, who hears of it."""

    def submit(broadcast: Broadcast) -> None:
        broadcast.submit(segments.count(broadcast.plan.segment, at), by=caller.member_id, at=at)
        notices.tell(broadcast, at)

    return _changed(lambda: written_broadcast(broadcast_id, caller, broadcasts), submit, broadcasts)


def approve_broadcast(broadcast_id: str, caller: Caller, broadcasts: Broadcasts, at: datetime) -> Broadcast:
    """Agree as a second person of the same centre, or of the network."""

    def approve(broadcast: Broadcast) -> None:
        broadcast.approve(by=caller.member_id, at=at)

    return _changed(lambda: own_broadcast(broadcast_id, caller, broadcasts), approve, broadcasts)


def refuse_broadcast(broadcast_id: str, caller: Caller, broadcasts: Broadcasts, at: datetime) -> Broadcast:
    """Give it back as a second person."""

    def refuse(broadcast: Broadcast) -> None:
        broadcast.refuse(by=caller.member_id, at=at)

    return _changed(lambda: own_broadcast(broadcast_id, caller, broadcasts), refuse, broadcasts)


def stop_broadcast(
    broadcast_id: str, caller: Caller, broadcasts: Broadcasts, messages: BroadcastMessages, at: datetime
) -> Broadcast:
    """End it, and give up every message that no sender has taken yet.

    Whoever walks the segment at this moment cannot note that it went on, and gives up what it added.
    """

    def stop(broadcast: Broadcast) -> None:
        broadcast.stop(by=caller.member_id, at=at)

    stopped = _changed(lambda: own_broadcast(broadcast_id, caller, broadcasts), stop, broadcasts)
    messages.halt(broadcast_id, at)
    return stopped


def remove_broadcast(broadcast_id: str, caller: Caller, broadcasts: Broadcasts) -> None:
    """Delete a draft."""
    broadcast = written_broadcast(broadcast_id, caller, broadcasts)
    broadcast.ensure_draft()
    broadcasts.remove(broadcast)


def _changed(
    load: Callable[[], Broadcast], change: Callable[[Broadcast], None], broadcasts: Broadcasts
) -> Broadcast:
    """Load, decide and save; anew where somebody else was faster, three times."""
    for tries_left in reversed(range(TRIES)):
        broadcast = load()
        change(broadcast)
        try:
            broadcasts.save(broadcast)
        except BroadcastStale:
            if not tries_left:
                raise
        else:
            return broadcast
    raise AssertionError
