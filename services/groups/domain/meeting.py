"""A meeting series: one weekly hour in one place and one time zone, and the dates it falls on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HORIZON = timedelta(weeks=8)  # how far ahead occurrences are made

SUNDAY = 0  # Meeting Guide counts the days of a week from Sunday


@dataclass(frozen=True, kw_only=True)
class MeetingSeries:
    """A weekly meeting of a centre as its feed describes it.

    `part` tells apart the weekdays of one feed record that names several, from 0.
    """

    centre_id: str
    slug: str
    part: int
    name: str
    day: int  # 0 to 6, Sunday = 0
    time: time  # on the wall clock of `time_zone`
    duration: timedelta
    time_zone: str  # IANA
    capacity: int
    suspended: bool  # keeps its dates to itself until a feed says otherwise
    online: bool
    address: str
    types: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)  # location, notes, ...
    joining: Mapping[str, str] = field(default_factory=dict)  # links and passcodes: in no listing or event

    def dates(self, after: datetime, until: datetime) -> Iterator[date]:
        """Tell the local dates on which the meeting starts after one moment and not after another.

        Weeks are counted on the wall clock of the meeting's own zone, so that summer time moves nothing.
        """
        if self.suspended:
            return
        local = after.astimezone(ZoneInfo(self.time_zone)).date()
        weekday = (local.weekday() + 1) % 7
        day = local + timedelta(days=(self.day - weekday) % 7)
        while (start := self.starts_at(day)) <= until:
            if start > after:
                yield day
            day += timedelta(weeks=1)

    def starts_at(self, day: date) -> datetime:
        """Tell the moment (UTC) at which the meeting of a local date starts.

        An hour that summer time skips is read with the offset before it, one that comes twice is the first.
        """
        return datetime.combine(day, self.time, ZoneInfo(self.time_zone)).astimezone(UTC)

    def ends_at(self, day: date) -> datetime:
        """Tell the moment (UTC) at which the meeting that starts on a local date ends, maybe the next day."""
        return self.starts_at(day) + self.duration
