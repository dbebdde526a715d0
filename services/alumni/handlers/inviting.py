"""Invite people: a centre many at once, a mentor one at a time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alumni.domain.access import Caller
from alumni.domain.errors import CentreUnknown
from alumni.domain.errors.joining import InvitationUnknown, InvitersOnly
from alumni.domain.invitation import Invitation, draw_code
from alumni.domain.member import Role
from alumni.domain.use import day_of
from alumni.handlers.joining import Door, ensure_active
from alumni.ports.joining import Mentors
from chassis.ids import new_id

MENTOR_INVITES_AN_HOUR = 10


@dataclass(frozen=True, kw_only=True)
class Invited:
    """An invitation with its code, which nobody can read afterwards."""

    invitation: Invitation
    code: str


def invite_for_centre(
    caller: Caller,
    *,
    count: int,
    valid_days: int,
    discharged_on: date | None = None,
    door: Door,
    at: datetime,
) -> list[Invited]:
    """Make so many invitations of the caller's centre; raises InvitersOnly."""
    if caller.centre_id is None or Role.COORDINATOR not in caller.roles:
        raise InvitersOnly
    return invite_by(
        caller.member_id,
        caller.centre_id,
        count=count,
        valid_days=valid_days,
        discharged_on=discharged_on,
        door=door,
        at=at,
    )


def invite_by(
    inviter: str,
    centre_id: str,
    *,
    count: int,
    valid_days: int,
    discharged_on: date | None = None,
    door: Door,
    at: datetime,
) -> list[Invited]:
    """Make so many invitations of a centre, by whom or what acts for it; raises InvitersOnly.

    They are for people discharged today, unless said otherwise.
    """
    try:
        ensure_active(centre_id, door.centres)
    except CentreUnknown:
        raise InvitersOnly from None
    invited = [_draw(inviter, centre_id, timedelta(days=valid_days), door, at) for _ in range(count)]
    for each in invited:
        each.invitation.discharged_on = discharged_on or day_of(at)
    door.invitations.add([each.invitation for each in invited])
    return invited


def invite_as_mentor(
    member_id: str, *, valid_days: int, mentors: Mentors, door: Door, at: datetime
) -> Invited:
    """Make one invitation of an approved mentor, a few an hour; raises InvitersOnly, TooManyCodes."""
    if not mentors.is_mentor(member_id):
        raise InvitersOnly
    door.allowances.take(f"inviting:{member_id}", MENTOR_INVITES_AN_HOUR, at=at)
    invited = _draw(member_id, None, timedelta(days=valid_days), door, at)
    door.invitations.add([invited.invitation])
    return invited


def check_printable(caller: Caller, codes: list[str], *, door: Door, at: datetime) -> list[Invitation]:
    """Find the open invitations of the caller's centre that belong to codes; raises InvitationUnknown."""
    found = [door.invitations.find(door.hashes.of_invitation(code)) for code in codes]
    printable = [
        each for each in found if each and caller.coordinates(each.centre_id) and each.is_good_for(None, at)
    ]
    if len(printable) < len(codes):
        raise InvitationUnknown
    return printable


def _draw(member_id: str, centre_id: str | None, life: timedelta, door: Door, at: datetime) -> Invited:
    code = draw_code()
    invitation = Invitation(
        id=new_id(),
        code_hash=door.hashes.of_invitation(code),
        centre_id=centre_id,
        invited_by=member_id,
        made_at=at,
        expires_at=at + life,
    )
    return Invited(invitation=invitation, code=code)
