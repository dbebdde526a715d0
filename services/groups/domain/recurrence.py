"""Recurrence rules of RFC 5545, section 3.3.10, as meetings use them: dates, for the hour is the meeting's.

python-dateutil expands a rule on the wall clock, without a zone. It goes through the rule from its start, and
through the rest of the calendar when nothing more comes. Here a rule starts just before the dates that
are asked for, and near the calendar's end: the Gregorian calendar repeats itself every 400 years.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrule, rrulestr

from groups.domain.errors import RuleInvalid

MAX_LENGTH = 500  # characters
MAX_COUNT = 1_000
MAX_INTERVAL = 400
FIRST_WITHIN = 10  # years
LAST_WITHIN = 100  # years
STARTS_FROM, STARTS_UNTIL = 1900, 2999  # years; a rule is expanded from before its start to long after it

_CYCLE = 400  # years after which the calendar repeats itself, to the weekday
_LAST_YEAR = 9998
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY = f"(?:{'|'.join(_WEEKDAYS)})"


def _list_of(item: str) -> re.Pattern[str]:
    return re.compile(f"{item}(?:,{item}){{0,365}}")


_SHAPES: Mapping[str, re.Pattern[str]] = {
    "FREQ": re.compile("|".join(_FREQUENCIES)),
    "INTERVAL": re.compile(r"0{0,3}[1-9][0-9]{0,3}"),
    "COUNT": re.compile(r"0{0,3}[1-9][0-9]{0,9}"),
    "UNTIL": re.compile(r"[0-9]{8}(?:T[0-9]{6}Z?)?"),
    "WKST": re.compile(_WEEKDAY),
    "BYMONTH": _list_of(r"(?:0?[1-9]|1[0-2])"),
    "BYMONTHDAY": _list_of(r"[+-]?(?:0?[1-9]|[12][0-9]|3[01])"),
    "BYYEARDAY": _list_of(r"[+-]?(?:0{0,2}[1-9]|0?[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-6])"),
    "BYWEEKNO": _list_of(r"[+-]?(?:0?[1-9]|[1-4][0-9]|5[0-3])"),
    "BYSETPOS": _list_of(r"[+-]?(?:0{0,2}[1-9]|0?[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-6])"),
    "BYDAY": _list_of(f"(?:[+-]?(?:0?[1-9]|[1-4][0-9]|5[0-3]))?{_WEEKDAY}"),
}
_OF_THE_HOUR = {"SECONDLY", "MINUTELY", "HOURLY", "BYHOUR", "BYMINUTE", "BYSECOND"}
# RFC 5545 gives these parts no meaning with these frequencies.
_MEANINGLESS = {
    "BYMONTHDAY": {"WEEKLY"},
    "BYYEARDAY": {"DAILY", "WEEKLY", "MONTHLY"},
    "BYWEEKNO": {"DAILY", "WEEKLY", "MONTHLY"},
}
_CHOOSING = {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"}


@dataclass(frozen=True)
class _Rule:
    """A rule as it was read, without its end."""

    parts: str  # all but COUNT and UNTIL, and with what the start implies
    frequency: str
    interval: int
    week_start: int  # Monday = 0
    start: datetime  # on the wall clock
    count: int | None
    until: datetime | None  # UTC, included

    def dates(self, first: date, last: date) -> Iterator[date]:
        """Expand from near the first day asked for, for which no count is needed."""
        near = self._period_before(first)
        years = (_LAST_YEAR - last.year) // _CYCLE * _CYCLE
        rule = _expansion(self.parts, near.replace(year=near.year + years))
        begin = datetime.combine(max(first, self.start.date()), datetime.min.time())
        for moment in rule.xafter(begin.replace(year=begin.year + years), inc=True):
            day = moment.date().replace(year=moment.year - years)
            if day > last:
                return
            yield day

    def _period_before(self, first: date) -> datetime:
        """Give the start of a period of the rule, as many whole intervals after the first one as fit.

        From there on BYSETPOS chooses from a whole week, month or year, also in the one of the start.
        """
        if self.frequency in ("DAILY", "WEEKLY"):
            weekly = self.frequency == "WEEKLY"
            begin = self.start - timedelta(days=(self.start.weekday() - self.week_start) % 7 if weekly else 0)
            days = self.interval * (7 if weekly else 1)
            periods = (first - begin.date()).days // days - 1
            return begin + timedelta(days=days * max(periods, 0))
        yearly = self.frequency == "YEARLY"
        begin = self.start.replace(month=1, day=1) if yearly else self.start.replace(day=1)
        months = self.interval * (12 if yearly else 1)
        periods = ((first.year - begin.year) * 12 + first.month - begin.month) // months - 1
        return begin + relativedelta(months=months * max(periods, 0))


def check(rule: str, start: datetime, time_zone: str) -> date:
    """Refuse a rule that cannot be kept, and give the first date of one that can.

    `start` is on the wall clock of the zone. Raises RuleInvalid, with one sentence that says what is wrong.
    """
    read = _read(rule, start, time_zone)
    latest = start.date() + relativedelta(years=FIRST_WITHIN)
    for day in dates_between(rule, start, time_zone, start.date(), latest):
        return day
    if read.until is not None and read.until < _moment(start, time_zone):
        raise RuleInvalid("The rule ends before it starts.")
    raise RuleInvalid(f"The rule gives no date within {FIRST_WITHIN} years.")


def dates_between(rule: str, start: datetime, time_zone: str, first: date, last: date) -> Iterator[date]:
    """Give the dates of a rule in a span of days; raises RuleInvalid.

    It costs what the span costs, however long ago the rule started.
    """
    read = _read(rule, start, time_zone)
    if read.count is not None:
        last = min(last, _last_of(read))
    for day in read.dates(first, last):
        if read.until is not None and _moment(datetime.combine(day, start.time()), time_zone) > read.until:
            return
        yield day


def last_moment(rule: str, start: datetime, time_zone: str) -> datetime | None:
    """Tell the moment (UTC) after which a rule gives no date; None for one without end."""
    read = _read(rule, start, time_zone)
    if read.count is not None:
        return _moment(datetime.combine(_last_of(read), start.time()), time_zone)
    return read.until


@lru_cache(maxsize=4096)
def _last_of(rule: _Rule) -> date:
    """Give the last date of a rule with a count, or the day before its start when it has none."""
    latest = rule.start.date() + relativedelta(years=LAST_WITHIN)
    dates = islice(rule.dates(rule.start.date(), latest), rule.count)
    return max(dates, default=rule.start.date() - timedelta(days=1))


@lru_cache(maxsize=4096)
def _read(text: str, start: datetime, time_zone: str) -> _Rule:
    """Read a rule; raises RuleInvalid."""
    if not STARTS_FROM <= start.year <= STARTS_UNTIL:
        raise RuleInvalid(f"A meeting starts in the years from {STARTS_FROM} to {STARTS_UNTIL}.")
    parts = _parts(text)
    _check_meaning(parts)
    interval, count = int(parts.get("INTERVAL", "1")), parts.pop("COUNT", None)
    if interval > MAX_INTERVAL:
        raise RuleInvalid(f"An interval is at most {MAX_INTERVAL}.")
    if count is not None and int(count) > MAX_COUNT:
        raise RuleInvalid(f"A rule counts to {MAX_COUNT:,} at most; without a count it has no end.")
    until = _until(parts.pop("UNTIL", None), start, time_zone)
    return _Rule(
        parts=";".join(f"{name}={value}" for name, value in (parts | _implied(parts, start)).items()),
        frequency=parts["FREQ"],
        interval=interval,
        week_start=_WEEKDAYS.index(parts.get("WKST", "MO")),
        start=start,
        count=None if count is None else int(count),
        until=until,
    )


def _parts(text: str) -> dict[str, str]:
    if len(text) > MAX_LENGTH:
        raise RuleInvalid(f"A rule has at most {MAX_LENGTH} characters.")
    parts: dict[str, str] = {}
    for part in text.upper().split(";"):
        name, _, value = part.partition("=")
        if name in _OF_THE_HOUR or value in _OF_THE_HOUR:
            raise RuleInvalid("A meeting is at most once a day, at the time that the meeting names.")
        if name not in _SHAPES:
            raise RuleInvalid("The rule has a part that RFC 5545 does not know.")
        if name in parts:
            raise RuleInvalid(f"The rule names {name} twice.")
        if not _SHAPES[name].fullmatch(value):
            raise RuleInvalid(f"The rule's {name} is none of RFC 5545.")
        parts[name] = value
    if "FREQ" not in parts:
        raise RuleInvalid("The rule names no FREQ.")
    return parts


def _check_meaning(parts: Mapping[str, str]) -> None:
    frequency = parts["FREQ"]
    if "COUNT" in parts and "UNTIL" in parts:
        raise RuleInvalid("A rule ends by COUNT or by UNTIL, not by both.")
    for name, frequencies in _MEANINGLESS.items():
        if name in parts and frequency in frequencies:
            raise RuleInvalid(f"{name} means nothing in a {frequency} rule.")
    numbered = any(character.isdigit() for character in parts.get("BYDAY", ""))
    if numbered and (frequency in ("DAILY", "WEEKLY") or "BYWEEKNO" in parts):
        raise RuleInvalid("A numbered weekday has a meaning within months and years only.")
    if "BYSETPOS" in parts and not {*_CHOOSING, "BYMONTH"} & parts.keys():
        raise RuleInvalid("BYSETPOS chooses from what another BY part gives.")


def _until(value: str | None, start: datetime, time_zone: str) -> datetime | None:
    """Read the end: a moment in UTC, a moment on the wall clock, or a day to its end."""
    if value is None:
        return None
    try:
        until = datetime.fromisoformat(value.rstrip("Z"))
    except ValueError:
        raise RuleInvalid("The rule's UNTIL is no date.") from None
    if "T" not in value:
        until = until.replace(hour=23, minute=59, second=59)
    if until.date() > start.date() + relativedelta(years=LAST_WITHIN):
        raise RuleInvalid(f"A rule ends within {LAST_WITHIN} years, or has no end.")
    return until.replace(tzinfo=UTC) if value.endswith("Z") else _moment(until, time_zone)


def _implied(parts: Mapping[str, str], start: datetime) -> dict[str, str]:
    """Write out what a rule takes from its start, for it is to be expanded from elsewhere."""
    if _CHOOSING & parts.keys() or parts["FREQ"] == "DAILY":
        return {}
    if parts["FREQ"] == "WEEKLY":
        return {"BYDAY": _WEEKDAYS[start.weekday()]}
    implied = {"BYMONTHDAY": str(start.day)}
    if parts["FREQ"] == "YEARLY" and "BYMONTH" not in parts:
        implied["BYMONTH"] = str(start.month)
    return implied


def _expansion(parts: str, start: datetime) -> rrule:
    try:
        expanded = rrulestr(f"RRULE:{parts}", dtstart=start)
    except ValueError:
        raise RuleInvalid("The rule cannot be read.") from None
    assert isinstance(expanded, rrule)  # noqa: S101
    return expanded


def _moment(local: datetime, time_zone: str) -> datetime:
    return local.replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC)
