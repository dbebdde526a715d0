"""Open a sealed contact for a threat to life: two persons, the least that is needed, and the member hears."""

from collections.abc import Collection
from datetime import datetime

from alumni.domain.access import Caller
from alumni.domain.break_glass import Glass
from alumni.domain.contact import Channel
from alumni.domain.errors.break_glass import GlassUnknown, NothingToOpen
from alumni.handlers.access import own_member
from alumni.handlers.stale import again_when_stale
from alumni.ports import Members
from alumni.ports.audit import Audit
from alumni.ports.break_glass import Glasses
from chassis.ids import new_id


def ask_to_open(
    caller: Caller,
    member_id: str,
    *,
    channels: Collection[Channel],
    reason: str,
    members: Members,
    glasses: Glasses,
    audit: Audit,
    at: datetime,
) -> Glass:
    """Ask for a contact of a member of the caller's centre.

    Raises MemberUnknown for everybody else, and NothingToOpen.
    """
    member = own_member(caller, member_id, members)
    known = tuple(each.value for each in Channel if each in channels and each in member.contacts)
    if not known:
        raise NothingToOpen
    glass = Glass.ask(
        new_id(),
        member_id,
        caller.centre_id or "",
        by=caller.member_id,
        reason=reason,
        channels=known,
        at=at,
    )
    audit.record("break-glass-asked", by=caller.member_id, about=member_id, at=at, glass_id=glass.id)
    glasses.add(glass)
    return glass


def confirm_opening(caller: Caller, glass_id: str, *, glasses: Glasses, audit: Audit, at: datetime) -> Glass:
    """Open it as the second person: another coordinator of the centre, or a network administrator.

    The audit knows before anybody can see anything. Raises GlassUnknown, AnotherPerson, StaleAggregate.
    """

    def attempt() -> Glass:
        glass = glasses.get(glass_id)
        if not (caller.administers or caller.coordinates(glass.centre_id)):
            raise GlassUnknown
        glass.confirm(caller.member_id, at=at)
        audit.record(
            "break-glass-confirmed", by=caller.member_id, about=glass.member_id, at=at, glass_id=glass_id
        )
        glasses.save(glass)
        return glass

    return again_when_stale(attempt)
