"""A series as calendars tell one: a rule from a first date on, and the dates that are different.

A calendar takes the first date for one of the rule, and counts from it. So each part of a series between two
changes "from here on" begins at its first date, and ends by a moment rather than by a count.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from groups.domain import recurrence
from groups.domain.changes import Change
from groups.domain.meeting import MeetingSeries

_DAY = timedelta(days=1)
_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """The dates of a series from one change of all that follow to the next, on its wall clock."""

    since: date
    series: MeetingSeries  # as it is in this time
    first: datetime
    rule: str | None  # None: it gives no date in this time, and `first` is an extra one
    extra: list[datetime]
    cancelled: list[datetime]
    different: Mapping[datetime, date]  # the date, by the start that a calendar knows it by


def stretches(series: MeetingSeries) -> Iterator[Stretch]:
    """Give every stretch that has a date, from the first on."""
    borders = [segment.since for segment in series.segments]
    for since, before in zip([date.min, *borders], [*borders, date.max], strict=True):
        begin, end = _span(series, since, before)
        if begin <= end:
            stretch = _Cut(series, series.as_of(since), begin, end).stretch(since)
            if stretch is not None:
                yield stretch


def _span(series: MeetingSeries, since: date, before: date) -> tuple[date, date]:
    """Tell the first and the last day of a stretch, date.max when nothing but its rule ends it."""
    begin = since
    if series.suspended and series.resumes_on is not None:
        begin = max(begin, series.resumes_on)
    end = min(before, series.ends_on or date.max)
    return begin, end if end == date.max else end - _DAY


@dataclass(frozen=True)
class _Cut:
    """A part of a whole series, with the series as it is in that time."""

    whole: MeetingSeries
    series: MeetingSeries
    begin: date
    end: date

    def stretch(self, since: date) -> Stretch | None:
        first, rule = self._regular()
        changes = {day: each for day, each in self.whole.changes.items() if self.begin <= day <= self.end}
        regular = {day for day in changes if self._gives(day)}
        extra = {
            day: each.starts_at or self._start(day)
            for day, each in changes.items()
            if day not in regular and each.extra and not each.cancelled
        }
        starts = sorted(extra.values())
        if first is None:
            if not starts:
                return None
            first, *starts = starts
        known = {day: self._start(day) for day in regular} | extra
        return Stretch(
            since=since,
            series=self.series,
            first=first,
            rule=rule,
            extra=starts,
            cancelled=[known[day] for day in sorted(regular) if changes[day].cancelled],
            different={start: day for day, start in sorted(known.items()) if _differs(changes[day], start)},
        )

    def _regular(self) -> tuple[datetime | None, str | None]:
        """Give the first date of the rule in this time, and the rule from there on."""
        rule, zone, start = self.series.rule, self.series.time_zone, self._start(self.series.starts_on)
        begin = max(self.begin, self.series.starts_on)
        latest = min(self.end, begin + relativedelta(years=recurrence.FIRST_WITHIN))
        first = next(recurrence.dates_between(rule, start, zone, begin, latest), None)
        if first is None:
            return None, None
        until = recurrence.last_moment(rule, start, zone)
        if self.end != date.max:
            border = datetime.combine(self.end, time(23, 59, 59), ZoneInfo(zone)).astimezone(UTC)
            until = min(until or border, border)
        return self._start(first), _ending(rule, until)

    def _gives(self, day: date) -> bool:
        start = self._start(self.series.starts_on)
        first = max(day, self.series.starts_on)
        return day in recurrence.dates_between(self.series.rule, start, self.series.time_zone, first, day)

    def _start(self, day: date) -> datetime:
        return datetime.combine(day, self.series.time)


def _ending(rule: str, until: datetime | None) -> str:
    """Write a rule whose end is a moment in UTC, as RFC 5545 asks of a start with a time zone."""
    parts = dict(part.split("=", 1) for part in rule.upper().split(";"))
    parts = {name: value for name, value in parts.items() if name not in ("COUNT", "UNTIL")}
    if parts["FREQ"] == "WEEKLY" and "BYSETPOS" in parts:
        parts = _without_positions(parts)
    if until is not None:
        parts["UNTIL"] = f"{until:%Y%m%dT%H%M%SZ}"
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _without_positions(parts: dict[str, str]) -> dict[str, str]:
    """Name the weekdays that positions in a week choose: readers count them from the first date otherwise."""
    first = _WEEK.index(parts.get("WKST", "MO"))
    named = parts.get("BYDAY", "").split(",")
    days = [day for day in (*_WEEK[first:], *_WEEK[:first]) if day in named]
    positions = [int(each) for each in parts.pop("BYSETPOS").split(",")]
    chosen = [days[each - (each > 0)] for each in positions if -len(days) <= each <= len(days)]
    return parts | ({"BYDAY": ",".join(dict.fromkeys(chosen))} if chosen else {})


def _differs(change: Change, start: datetime) -> bool:
    """Tell whether a calendar shows a difference on a date that is not cancelled."""
    moved = change.starts_at is not None and change.starts_at != start
    return not change.cancelled and (moved or change.duration is not None or change.address is not None)
