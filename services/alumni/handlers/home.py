"""Find a home centre after joining: by a centre's invitation, or by its word."""

from collections.abc import Callable
from datetime import datetime

from alumni.domain.access import Caller
from alumni.domain.errors import MemberUnknown
from alumni.domain.errors.joining import HomeSettled, InvitationRefused, NotWaiting
from alumni.domain.member import HomeState, Member
from alumni.handlers.joining import Door, ensure_active, look_up
from alumni.handlers.profile import change
from alumni.ports import Members


def use_invitation(member_id: str, code: str, address_hash: str, *, door: Door, at: datetime) -> Member:
    """Make the centre of an invitation the home centre of a member who has none.

    A mentor's invitation names no centre, and is refused here without being used up.
    Raises HomeSettled, InvitationRefused, TooManyCodes.
    """
    if door.members.get(member_id).confirmed_home:
        raise HomeSettled
    invitation = look_up(code, member_id, address_hash, door=door, at=at)
    if invitation.centre_id is None:
        raise InvitationRefused
    redeemed = door.invitations.redeem(invitation.id, member_id, at=at)

    def decide(member: Member) -> None:
        if redeemed.centre_id:
            member.confirm_home(redeemed.centre_id)

    return change(member_id, decide, members=door.members)


def wish_home(member_id: str, centre_id: str, *, door: Door) -> Member:
    """Wait for a centre's word; raises HomeSettled, CentreUnknown."""
    ensure_active(centre_id, door.centres)
    return change(member_id, lambda member: member.wish_home(centre_id), members=door.members)


def leave_home(member_id: str, *, members: Members) -> Member:
    """Have no home centre and wish for none, whatever it was."""
    return change(member_id, Member.leave_home, members=members)


def confirm_home(caller: Caller, member_id: str, *, members: Members) -> Member:
    """Say yes, for the caller's centre, to a member who waits for it; again changes nothing.

    Raises NotWaiting for everybody who does not wait for this centre, known or unknown.
    """

    def decide(member: Member) -> None:
        _ensure_wished(caller, member)
        if caller.centre_id:
            member.confirm_home(caller.centre_id)

    return _change(member_id, decide, members)


def refuse_home(caller: Caller, member_id: str, *, members: Members) -> None:
    """Say no, for the caller's centre, to a member who waits for it; raises NotWaiting."""

    def decide(member: Member) -> None:
        _ensure_wished(caller, member)
        if member.home_state is not HomeState.WAITING:
            raise NotWaiting
        member.leave_home()

    _change(member_id, decide, members)


def _ensure_wished(caller: Caller, member: Member) -> None:
    if not caller.coordinates(member.home_centre_id):
        raise NotWaiting


def _change(member_id: str, decide: Callable[[Member], None], members: Members) -> Member:
    try:
        return change(member_id, decide, members=members)
    except MemberUnknown:
        raise NotWaiting from None
