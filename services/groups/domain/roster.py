"""Who of a group's leaders is on call when: shifts on the wall clock of one time zone, and handovers."""

from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chassis.ids import derived_id
from groups.domain.errors import NotALeader, ShiftUnknown, TooManyHandovers

HOME_TIME_ZONE = "Asia/Kolkata"  # of a roster that names none yet
MAX_SHIFTS = 200
MAX_HANDOVERS = 100
LONGEST_HANDOVER = timedelta(days=366)
# The shifts of these local dates, seen from today's, may last now: one that began yesterday and goes over
# midnight, and a day more on either side for zones that changed theirs.
_NEAR = range(-2, 2)


def reached(local: datetime, zone: ZoneInfo) -> datetime:
    """Give the first moment (UTC) at which the wall clock of a zone shows a local time or a later one.

    So an hour that comes twice is the first, and one that summer time skips is the jump.
    """
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if _wall(first, zone) == local:
        return first
    gap = range(int((first - second).total_seconds()))
    return second + timedelta(
        seconds=bisect_left(gap, True, key=lambda s: _wall(second + timedelta(seconds=s), zone) >= local)
    )


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


@dataclass(frozen=True, kw_only=True)
class Shift:
    """One member's hours, every week on a weekday or on one date.

    An end that is not after the start is of the day after.
    """

    member_id: str
    weekday: int | None  # 0 to 6, Sunday = 0, as Meeting Guide counts
    on: date | None
    starts: time
    ends: time

    def id_in(self, group_id: str) -> str:
        """Name the shift: the same hours of the same member are the same shift."""
        day = str(self.weekday) if self.on is None else self.on.isoformat()
        return derived_id(group_id, self.member_id, day, self.starts.isoformat(), self.ends.isoformat())

    def falls_on(self, day: date) -> bool:
        """Tell whether the shift begins on a local date."""
        return day == self.on if self.on is not None else day.isoweekday() % 7 == self.weekday

    def span(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Give the moments (UTC) at which the shift of a local date begins and ends."""
        end_day = day if self.ends > self.starts else day + timedelta(days=1)
        starts, ends = datetime.combine(day, self.starts), datetime.combine(end_day, self.ends)
        return reached(starts, zone), reached(ends, zone)


@dataclass(frozen=True, kw_only=True)
class Handover:
    """One shift given to another leader from one moment until another."""

    id: str
    shift_id: str
    to_member_id: str
    since: datetime  # UTC
    until: datetime  # UTC, not included


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Somebody on call, until when by what is arranged now."""

    member_id: str
    until: datetime  # UTC


@dataclass(kw_only=True)
class Roster:
    """A group's shifts, which may overlap, and the handovers arranged; of those, the last one counts."""

    group_id: str
    time_zone: str  # IANA
    shifts: tuple[Shift, ...] = ()
    handovers: tuple[Handover, ...] = ()
    version: int = 0

    def replace_shifts(self, time_zone: str, shifts: tuple[Shift, ...], leader_ids: Collection[str]) -> None:
        """Arrange other shifts; handovers of shifts that stay remain. Raises NotALeader."""
        if any(each.member_id not in leader_ids for each in shifts):
            raise NotALeader
        self.time_zone, self.shifts = time_zone, tuple(dict.fromkeys(shifts))
        remaining = self._by_id()
        self.handovers = tuple(each for each in self.handovers if each.shift_id in remaining)

    def hand_over(self, handover: Handover, leader_ids: Collection[str], at: datetime) -> None:
        """Give a shift to another leader for a time; what is over is forgotten.

        Raises ShiftUnknown, NotALeader or TooManyHandovers.
        """
        if handover.shift_id not in self._by_id():
            raise ShiftUnknown
        if handover.to_member_id not in leader_ids:
            raise NotALeader
        kept = tuple(each for each in self.handovers if each.until > at and each.id != handover.id)
        if len(kept) >= MAX_HANDOVERS:
            raise TooManyHandovers
        self.handovers = (*kept, handover)

    def take_back(self, handover_id: str) -> None:
        """Forget a handover, if it is arranged."""
        self.handovers = tuple(each for each in self.handovers if each.id != handover_id)

    def on_duty(self, at: datetime, leader_ids: Collection[str]) -> list[Duty]:
        """Tell who is on call at a moment, of those who still lead the group, each once and sorted by id."""
        found: dict[str, Duty] = {}
        for duty in self._duties(at):
            if duty.member_id in leader_ids:
                known = found.setdefault(duty.member_id, duty)
                found[duty.member_id] = max(known, duty, key=lambda each: each.until)
        return [found[member_id] for member_id in sorted(found)]

    def _duties(self, at: datetime) -> Iterator[Duty]:
        zone = ZoneInfo(self.time_zone)
        today = at.astimezone(zone).date()
        for id_, shift in self._by_id().items():
            for day in (today + timedelta(days=near) for near in _NEAR):
                if not shift.falls_on(day):
                    continue
                starts, ends = shift.span(day, zone)
                if starts <= at < ends:
                    yield self._after_handovers(id_, Duty(member_id=shift.member_id, until=ends), at)

    def _after_handovers(self, shift_id: str, duty: Duty, at: datetime) -> Duty:
        """Follow the handovers of a shift: of those that last now, the one arranged last counts."""
        until = duty.until
        for handover in reversed([each for each in self.handovers if each.shift_id == shift_id]):
            if handover.since <= at < handover.until:
                return Duty(member_id=handover.to_member_id, until=min(until, handover.until))
            if at < handover.since:
                until = min(until, handover.since)
        return Duty(member_id=duty.member_id, until=until)

    def _by_id(self) -> dict[str, Shift]:
        return {shift.id_in(self.group_id): shift for shift in self.shifts}
