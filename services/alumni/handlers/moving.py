"""Move to another centre: the member asks and consents, the centre answers, and the home changes."""

from dataclasses import dataclass
from datetime import datetime

from alumni.domain.access import Caller
from alumni.domain.consent import Purpose
from alumni.domain.errors import CentreUnknown, MemberUnknown, StaleAggregate
from alumni.domain.errors.moving import MoveOpen, MoveUnknown
from alumni.domain.member import Member
from alumni.domain.move import Move, MoveState
from alumni.handlers.joining import ensure_active
from alumni.handlers.profile import change
from alumni.handlers.stale import again_when_stale
from alumni.ports import Centres, Members
from alumni.ports.audit import Audit
from alumni.ports.consents import Consents
from alumni.ports.moving import Moves
from chassis.ids import new_id


@dataclass(frozen=True, kw_only=True)
class Office:
    """What moving works with."""

    moves: Moves
    members: Members
    centres: Centres
    consents: Consents
    audit: Audit


def ask_move(
    member_id: str, to_centre_id: str, *, expires_at: datetime, office: Office, at: datetime
) -> Move:
    """Ask another active centre, with a consent towards it that ends; asked again, it is the same wish.

    The consent comes first, so that no wish stands without one.
    Raises CentreUnknown, AtHomeThere, and MoveOpen where a wish towards another centre waits.
    """
    ensure_active(to_centre_id, office.centres)
    home = office.members.get(member_id).confirmed_home
    move = Move.ask(new_id(), member_id, home, to_centre_id, expires_at=expires_at, at=at)
    waiting = office.moves.waiting_of(member_id)
    if waiting and waiting.to_centre_id == to_centre_id:
        return waiting
    if waiting:
        raise MoveOpen
    office.consents.grant_to(member_id, Purpose.TRANSFER, to_centre_id, expires_at, at)
    office.moves.add(move)
    return move


def withdraw_move(member_id: str, move_id: str, *, office: Office, at: datetime) -> None:
    """Take the wish back, and the consent with it; raises MoveUnknown."""

    def attempt() -> Move:
        move = office.moves.get(move_id)
        if move.member_id != member_id:
            raise MoveUnknown
        move.withdraw(at=at)
        office.moves.save(move)
        return move

    move = again_when_stale(attempt)
    office.consents.withdraw(member_id, Purpose.TRANSFER, at, recipient=move.to_centre_id)


def accept_move(caller: Caller, move_id: str, *, office: Office, at: datetime) -> Move:
    """Say yes for the caller's centre, while it takes part and the consent is good; raises MoveUnknown."""

    def attempt() -> Move:
        move = _theirs(caller, move_id, office)
        consented = office.consents.granted(
            move.member_id, Purpose.TRANSFER, recipient=move.to_centre_id, at=at
        )
        move.accept(caller.member_id, consented=consented, at=at)
        office.moves.save(move)
        return move

    move = again_when_stale(attempt)
    if move.state is MoveState.ACCEPTED:
        office.audit.record(
            "accept-move", by=caller.member_id, about=move.member_id, at=at, centre_id=move.to_centre_id
        )
        carry_out(move, office=office, at=at)
    return move


def decline_move(caller: Caller, move_id: str, *, office: Office, at: datetime) -> None:
    """Say no for the caller's centre; the consent is of no more use. Raises MoveUnknown."""

    def attempt() -> Move:
        move = _theirs(caller, move_id, office)
        move.decline(caller.member_id, at=at)
        office.moves.save(move)
        return move

    move = again_when_stale(attempt)
    office.consents.withdraw(move.member_id, Purpose.TRANSFER, at, recipient=move.to_centre_id)


def carry_out(move: Move, *, office: Office, at: datetime) -> None:
    """Make the centre the home, and touch nothing else; may be done twice.

    Somebody who found another home meanwhile, or is gone, is left as they are.
    """

    def decide(member: Member) -> None:
        if not move.may_settle(member.confirmed_home):
            raise MemberUnknown(member.id)
        member.confirm_home(move.to_centre_id)

    try:
        change(move.member_id, decide, members=office.members)
    except MemberUnknown:
        move.finish(moved=False, at=at)
    else:
        move.finish(moved=True, at=at)
    office.moves.save(move)


def go_on_with_moves(*, office: Office, at: datetime) -> int:
    """End what rests on no consent any more, and carry out what was accepted; tell how many."""
    count = 0
    for move in office.moves.without_consent(at):
        move.end_without_consent(at=at)
        count += _saved(move, office.moves)
    for move in office.moves.accepted():
        try:
            carry_out(move, office=office, at=at)
        except StaleAggregate:  # The request that accepted it does so at this moment.
            continue
        count += 1
    return count


def _saved(move: Move, moves: Moves) -> int:
    try:
        moves.save(move)
    except StaleAggregate:  # Somebody decides about it at this moment.
        return 0
    return 1


def _theirs(caller: Caller, move_id: str, office: Office) -> Move:
    """Load a wish to move to the caller's centre, if that takes part; raises MoveUnknown."""
    move = office.moves.get(move_id)
    if not caller.coordinates(move.to_centre_id):
        raise MoveUnknown
    try:
        ensure_active(move.to_centre_id, office.centres)
    except CentreUnknown:
        raise MoveUnknown from None
    return move
