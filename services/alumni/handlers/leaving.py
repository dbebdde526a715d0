"""A centre has left the network: each of its members chooses."""

from collections.abc import Iterator
from datetime import datetime

from alumni.domain.errors import MemberUnknown, StaleAggregate
from alumni.domain.errors.erasure import ErasureUnknown
from alumni.domain.errors.moving import LeavingOver
from alumni.domain.leaving import Choice, Leaving
from alumni.domain.member import Member
from alumni.handlers.erasure import AskErasure, ask_erasure, undo_erasure
from alumni.handlers.moving import Office, ask_move
from alumni.handlers.profile import change
from alumni.handlers.stale import again_when_stale
from alumni.ports import KeyedHashes, Members, Sessions, SignInAttempts
from alumni.ports.erasure import Erasures
from alumni.ports.moving import Homes, Leavings
from chassis.ids import derived_id

AT_ONCE = 500


def ask_whose_centre_left(centre_id: str, *, homes: Homes, leavings: Leavings, at: datetime) -> None:
    """Ask every member whose home the centre is, each once, however often it is heard."""
    for some in _batches(homes.at_home_in(centre_id)):
        leavings.add_all(
            [Leaving.ask(derived_id("leaving", centre_id, each), each, centre_id, at=at) for each in some]
        )


def choose(
    member_id: str,
    choice: Choice,
    *,
    to_centre_id: str | None,
    expires_at: datetime | None,
    leavings: Leavings,
    erasures: Erasures,
    office: Office,
    at: datetime,
) -> Leaving:
    """Carry out a member's choice to move or to stay as far as it goes now, and keep it.

    To move is to ask another centre, with consent. An erasure that was chosen before is undone; one that
    has begun cannot be. Raises LeavingUnknown, LeavingOver, and what `ask_move` raises.
    """
    leaving = leavings.latest_of(member_id)
    erases = leaving.choice is Choice.ERASE
    leaving.choose(choice, at=at)
    if erases:
        _undo(member_id, erasures, at)
    if choice is Choice.MOVE and to_centre_id and expires_at:
        ask_move(member_id, to_centre_id, expires_at=expires_at, office=office, at=at)
    if choice is Choice.STAY:
        _leave(leaving, office.members)
    leavings.save(leaving)
    return leaving


def choose_erasure(
    command: AskErasure,
    *,
    leavings: Leavings,
    erasures: Erasures,
    members: Members,
    sessions: Sessions,
    attempts: SignInAttempts,
    hashes: KeyedHashes,
    at: datetime,
) -> Leaving:
    """Begin the erasure of a member who chooses it, shown to be meant, and keep the choice.

    Raises LeavingUnknown, LeavingOver, and what `ask_erasure` raises.
    """

    def chosen() -> Leaving:
        leaving = leavings.latest_of(command.member_id)
        leaving.choose(Choice.ERASE, at=at)
        return leaving

    def keep() -> Leaving:
        leaving = chosen()
        leavings.save(leaving)
        return leaving

    chosen()  # Nobody is erased by a choice that is not theirs to make any more.
    ask_erasure(
        command,
        erasures=erasures,
        members=members,
        sessions=sessions,
        attempts=attempts,
        hashes=hashes,
        at=at,
    )
    return again_when_stale(keep)


def end_due_leavings(*, leavings: Leavings, members: Members, at: datetime) -> int:
    """Let who has not chosen in time stay with the network, at home nowhere; tell how many."""
    count = 0
    for leaving in leavings.due(at):
        _leave(leaving, members)
        leaving.end(at=at)
        try:
            leavings.save(leaving)
        except StaleAggregate:  # The member chooses at this moment.
            continue
        count += 1
    return count


def _undo(member_id: str, erasures: Erasures, at: datetime) -> None:
    """Undo an erasure within its days of grace, if it was not undone already; raises LeavingOver."""
    try:
        erasures.of(member_id)
    except ErasureUnknown:
        return
    try:
        undo_erasure(member_id, erasures=erasures, at=at)
    except ErasureUnknown:
        raise LeavingOver from None


def _leave(leaving: Leaving, members: Members) -> None:
    """Leave the centre that left, and no other home that was found meanwhile."""

    def decide(member: Member) -> None:
        if member.confirmed_home == leaving.centre_id:
            member.leave_home()

    try:
        change(leaving.member_id, decide, members=members)
    except MemberUnknown:
        return


def _batches(ids: Iterator[str]) -> Iterator[list[str]]:
    some: list[str] = []
    for each in ids:
        some.append(each)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some
