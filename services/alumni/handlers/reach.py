"""The way back: ask one's centre for help, and answer within what was promised."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from alumni.domain.access import Caller
from alumni.domain.centre import Centre
from alumni.domain.errors import CentreUnknown, StaleAggregate
from alumni.domain.errors.reach import ReachUnknown
from alumni.domain.reach import PROMISE, Outcome, Reach, Urgency
from alumni.handlers.stale import again_when_stale
from alumni.ports import Centres, Members
from alumni.ports.reach import Reaches
from chassis.ids import new_id


@dataclass(frozen=True, kw_only=True)
class AskReach:
    """A member wants to talk."""

    member_id: str
    urgency: Urgency
    note: str | None


def ask_reach(
    command: AskReach,
    *,
    reaches: Reaches,
    members: Members,
    centres: Centres,
    at: datetime,
) -> Reach:
    """Ask the home centre, or the network where none takes part; raises ReachOpen, MemberUnknown."""
    centre = _answering(members.get(command.member_id).confirmed_home, centres)
    reach = Reach.ask(
        new_id(),
        command.member_id,
        centre.id if centre else None,
        urgency=command.urgency,
        note=command.note,
        promise=centre.promise if centre else PROMISE,
        at=at,
    )
    reaches.add(reach)
    return reach


def withdraw_reach(member_id: str, reach_id: str, *, reaches: Reaches, at: datetime) -> None:
    """Take one's own request back; raises ReachUnknown, ReachOver."""
    _change(
        reach_id,
        lambda reach: reach.member_id == member_id,
        lambda reach: reach.withdraw(at=at),
        reaches,
    )


def take_reach(caller: Caller, reach_id: str, *, reaches: Reaches) -> None:
    """Let the others know that the caller sees to it; raises ReachUnknown, ReachTaken, ReachOver."""
    _change(
        reach_id,
        lambda reach: reach.answerable_by(caller),
        lambda reach: reach.take(caller.member_id),
        reaches,
    )


def answer_reach(
    caller: Caller, reach_id: str, *, outcome: Outcome, answer: str | None, reaches: Reaches, at: datetime
) -> None:
    """Tell the member what came of it; raises ReachUnknown, ReachOver."""
    _change(
        reach_id,
        lambda reach: reach.answerable_by(caller),
        lambda reach: reach.give_answer(caller.member_id, outcome, answer, at=at),
        reaches,
    )


def escalate_overdue(*, reaches: Reaches, at: datetime) -> int:
    """Tell the network of what nobody answered in time, each once; tell how many."""
    count = 0
    for reach in reaches.overdue(at):
        reach.escalate(at=at)
        try:
            reaches.save(reach)
        except StaleAggregate:
            continue  # Somebody sees to it at this moment; the next look decides.
        count += 1
    return count


def _answering(home: str | None, centres: Centres) -> Centre | None:
    """Find the centre that answers; one that takes no part now cannot."""
    if home is None:
        return None
    try:
        centre = centres.get(home)
    except CentreUnknown:
        return None
    return centre if centre.takes_part else None


def _change(
    reach_id: str, allowed: Callable[[Reach], bool], decide: Callable[[Reach], None], reaches: Reaches
) -> None:
    def attempt() -> None:
        reach = reaches.get(reach_id)
        if not allowed(reach):
            raise ReachUnknown
        decide(reach)
        reaches.save(reach)

    again_when_stale(attempt)
