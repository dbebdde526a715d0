"""Let a person join: of age, after the consent notice, invited or alone."""

from dataclasses import dataclass
from datetime import datetime

from alumni.domain.allowance import Limits
from alumni.domain.consent import Purpose
from alumni.domain.contact import Language, SealedContact
from alumni.domain.errors import CentreUnknown, ContactTaken, HandleTaken, StaleAggregate
from alumni.domain.errors.joining import InvitationRefused
from alumni.domain.handle import Handle
from alumni.domain.invitation import Invitation
from alumni.domain.joining import Joining
from alumni.domain.member import Member
from alumni.handlers.stale import again_when_stale
from alumni.ports import Allowances, Centres, KeyedHashes, Members
from alumni.ports.consents import Consents
from alumni.ports.joining import Invitations
from chassis.ids import new_id

JOIN_TRIES = 8


@dataclass(frozen=True, kw_only=True)
class Door:
    """What joining works with."""

    members: Members
    consents: Consents
    invitations: Invitations
    centres: Centres
    allowances: Allowances
    limits: Limits
    hashes: KeyedHashes


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """Who comes in by a proven contact, and from where."""

    contact: SealedContact
    language: Language
    time_zone: str
    address_hash: str


def join(joining: Joining, arrival: Arrival, *, door: Door, at: datetime) -> tuple[Member, bool]:
    """Make a member of the holder of a contact; tell whether this call did.

    Everything that can refuse is asked first. A crash in between leaves somebody who has not accepted
    the notice yet, and joins with the next code: each step may be taken twice.
    Raises InvitationRefused, TooManyCodes, CentreUnknown.
    """
    invitation = None
    if joining.invitation:
        invitation = look_up(
            joining.invitation, arrival.contact.index, arrival.address_hash, door=door, at=at
        )
    elif joining.centre_id:
        ensure_active(joining.centre_id, door.centres)
    member, _ = find_or_join(
        arrival.contact, members=door.members, language=arrival.language, time_zone=arrival.time_zone, at=at
    )
    if invitation:
        door.invitations.redeem(invitation.id, member.id, at=at)
    door.consents.give(
        member.id, joining.purposes, notice=joining.notice, language=arrival.language.value, at=at
    )
    if Purpose.MESSAGES not in joining.purposes:
        # Said aloud, so that nobody has to take silence for either answer.
        door.consents.decline(member.id, Purpose.MESSAGES, at)
    return _accept(member.id, joining, invitation, members=door.members)


def look_up(code: str, asker: str, address_hash: str, *, door: Door, at: datetime) -> Invitation:
    """Find the good invitation of a code; guesses are counted by who asks and from where.

    One that is used, withdrawn, too old or unknown is refused alike. Raises InvitationRefused,
    TooManyCodes.
    """
    door.allowances.take(f"invitation-address:{address_hash}", door.limits.per_address, at=at)
    door.allowances.take(f"invitation:{asker}", door.limits.per_contact, at=at)
    invitation = door.invitations.find(door.hashes.of_invitation(code))
    if invitation is None or not invitation.is_good_for(None, at):
        raise InvitationRefused
    if invitation.centre_id:
        try:
            ensure_active(invitation.centre_id, door.centres)
        except CentreUnknown:
            raise InvitationRefused from None
    return invitation


def ensure_active(centre_id: str, centres: Centres) -> None:
    """Refuse a centre that takes no part now, as one that does not exist; raises CentreUnknown."""
    if not centres.get(centre_id).takes_part:
        raise CentreUnknown(centre_id)


def _accept(
    member_id: str, joining: Joining, invitation: Invitation | None, *, members: Members
) -> tuple[Member, bool]:
    """Write down that the notice was accepted, once, with the home that came with it."""

    def attempt() -> tuple[Member, bool]:
        member = members.get(member_id)
        if member.notice:
            return member, False
        member.accept_notice(joining.notice, gender=joining.gender, languages=joining.languages)
        if invitation and invitation.centre_id:
            member.confirm_home(invitation.centre_id)
        elif joining.centre_id:
            member.wish_home(joining.centre_id)
        members.save(member)
        return member, True

    return again_when_stale(attempt)


def find_or_join(
    contact: SealedContact, *, members: Members, language: Language, time_zone: str, at: datetime
) -> tuple[Member, bool]:
    """Find the member whom a proven contact reaches, or make one; tell whether it was made.

    Two at once make one member: the contact is unique, and the second finds the first.
    """
    for _ in range(JOIN_TRIES):
        known = members.reached_by(contact.index)
        if known:
            return known, False
        member = Member.join(
            new_id(), contact, handle=Handle.generate(), language=language, time_zone=time_zone, at=at
        )
        try:
            members.add(member)
        except (ContactTaken, HandleTaken):
            continue
        return member, True
    raise StaleAggregate
