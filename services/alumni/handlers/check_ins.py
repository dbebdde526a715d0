"""Say how one's day is, and ask for somebody."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alumni.domain.check_in import CheckIn, Source, day_of
from alumni.domain.errors import MemberUnknown
from alumni.domain.errors.check_ins import CheckInUnknown
from alumni.domain.local_time import local_date
from alumni.domain.member import Member, Whereabouts
from alumni.handlers.stale import again_when_stale
from alumni.ports import Members
from alumni.ports.check_ins import CheckIns
from alumni.ports.partnerships import Companions, Companionship
from chassis.ids import derived_id


@dataclass(frozen=True, kw_only=True)
class SayHowItIs:
    """A member tells how today is."""

    sober: bool
    mood: int | None = None
    craving: int | None = None
    note: str | None = None
    note_for: tuple[str, ...] = ()
    source: Source = Source.APP


def say_how_it_is(
    command: SayHowItIs, member: Whereabouts, day: date | None, *, check_ins: CheckIns, at: datetime
) -> CheckIn:
    """Check in, or correct what was said today; raises CheckInClosed for another day."""
    today = day_of(day, member.time_zone, at)
    check_in = CheckIn(
        id=derived_id("check-in", member.id, today.isoformat()),
        member_id=member.id,
        date=today,
        said_at=at,
        **vars(command),
    )
    check_ins.say(check_in)
    return check_in


def take_answer(
    member_id: str,
    *,
    sober: bool,
    craving: int | None,
    members: Members,
    check_ins: CheckIns,
    at: datetime,
) -> None:
    """Check in for who answered by text, once however often it is heard; nothing for one who is gone."""
    try:
        member = members.whereabouts(member_id)
    except MemberUnknown:
        return
    command = SayHowItIs(sober=sober, craving=craving, source=Source.TEXT)
    say_how_it_is(command, member, None, check_ins=check_ins, at=at)


def reach_out(
    member: Member, day: date, *, check_ins: CheckIns, companionship: Companionship, at: datetime
) -> Companions:
    """Ask who walks with the member to get in touch now, or else the centre; raises CheckInUnknown.

    It can be asked on the day of the check-in and the day after.
    """
    if local_date(at, member.time_zone) - day > timedelta(days=1):
        raise CheckInUnknown
    companions = companionship.of([member.id])[member.id]

    def attempt() -> Companions:
        check_in = check_ins.get(member.id, day)
        check_in.want_help(companions.everybody, member.confirmed_home, at=at)
        check_ins.save(check_in)
        return companions

    return again_when_stale(attempt)
