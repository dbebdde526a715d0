"""The coordinators of a centre: invited by those who are, listed, removed; one always stays."""

from datetime import datetime, timedelta

from alumni.domain.access import Caller
from alumni.domain.errors import CentreUnknown, MemberUnknown
from alumni.domain.errors.centres import LastCoordinator
from alumni.domain.errors.joining import InvitationRefused, InvitersOnly
from alumni.domain.invitation import Invitation, draw_code
from alumni.domain.member import Member, Role
from alumni.handlers.centre_applications import ensure_coordinates_no_other
from alumni.handlers.inviting import Invited
from alumni.handlers.joining import Door, ensure_active
from alumni.handlers.profile import change
from alumni.ports import Members
from alumni.ports.joining import Invitations
from chassis.ids import new_id

LIFE = timedelta(days=7)


def invite_coordinator(caller: Caller, *, invitations: Invitations, door: Door, at: datetime) -> Invited:
    """Make a code, good once and for seven days, by which a member coordinates the caller's centre.

    Raises InvitersOnly where the centre takes no part now.
    """
    try:
        ensure_active(caller.centre_id or "", door.centres)
    except CentreUnknown:
        raise InvitersOnly from None
    code = draw_code()
    invitation = Invitation(
        id=new_id(),
        code_hash=door.hashes.of_invitation(code),
        centre_id=caller.centre_id,
        invited_by=caller.member_id,
        made_at=at,
        expires_at=at + LIFE,
    )
    invitations.add([invitation])
    return Invited(invitation=invitation, code=code)


def become_coordinator(
    member_id: str, code: str, address_hash: str, *, invitations: Invitations, door: Door, at: datetime
) -> Member:
    """Coordinate the centre of a code; guesses are counted by who asks and from where.

    Whoever used the code may use it again to the same end. Raises InvitationRefused, TooManyCodes,
    CoordinatesAnother, MemberUnknown.
    """
    door.allowances.take(f"invitation-address:{address_hash}", door.limits.per_address, at=at)
    door.allowances.take(f"invitation:{member_id}", door.limits.per_contact, at=at)
    found = invitations.find(door.hashes.of_invitation(code))
    if found is None or found.centre_id is None or not found.is_good_for(member_id, at):
        raise InvitationRefused
    centre_id = found.centre_id
    try:
        ensure_active(centre_id, door.centres)
    except CentreUnknown:
        raise InvitationRefused from None
    ensure_coordinates_no_other(door.members.get(member_id), centre_id)
    invitations.redeem(found.id, member_id, at=at)
    return change(member_id, lambda member: member.appoint_coordinator(centre_id), members=door.members)


def remove_coordinator(caller: Caller, member_id: str, *, members: Members) -> None:
    """Let somebody coordinate the caller's centre no more; who does not is left in peace.

    Two who remove each other at once both stay. Raises MemberUnknown, LastCoordinator.
    """
    centre_id = caller.centre_id
    member = members.get(member_id)
    if centre_id is None or not caller.coordinates(member.centre_id):
        raise MemberUnknown(member_id)
    if len(members.coordinators_of(centre_id)) == 1:
        raise LastCoordinator
    change(member_id, lambda member: member.withdraw(Role.COORDINATOR), members=members)
    if not members.coordinators_of(centre_id):
        change(member_id, lambda member: member.appoint_coordinator(centre_id), members=members)
        raise LastCoordinator
