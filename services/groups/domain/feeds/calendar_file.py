"""An iCalendar (RFC 5545) as records: its events by UID, each with the line on which it starts."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from groups.domain.errors import FeedInvalid
from groups.domain.feeds.described import MAX_RECORDS, FieldWrong, Record

LONGEST_EVENT = 64 * 1024  # characters; a series with a thousand exceptions has fewer
LONGEST_READ = 20.0  # seconds, for all events of a calendar
MAX_ZONES = 50


@dataclass(kw_only=True)
class CalendarFeed:
    """The texts of a calendar's events, and what it says about time zones."""

    events: list[tuple[int, str]] = field(default_factory=list)
    zones: list[str] = field(default_factory=list)
    time_zone: str = ""  # X-WR-TIMEZONE


@dataclass(kw_only=True)
class Entry:
    """The events that share a UID: the series, and its single dates that are different."""

    uid: str
    calendar: CalendarFeed
    events: list[Any] = field(default_factory=list)
    wrong: FieldWrong | None = None


def is_calendar(text: str) -> bool:
    """Tell whether a text begins as a calendar does."""
    return text.lstrip()[:15].upper() == "BEGIN:VCALENDAR"


def records(text: str) -> Iterator[Record]:
    """Give what shares a UID as one record; raises FeedInvalid for what breaks off or takes too long."""
    calendar = _split(text)
    entries: dict[str, tuple[int, Entry]] = {}
    deadline = time.monotonic() + LONGEST_READ
    for line, event in calendar.events:
        if time.monotonic() > deadline:
            raise FeedInvalid("The calendar takes too long to read.")
        try:
            component = _component(event)
        except FieldWrong as wrong:
            yield Record(line, Entry(uid="", calendar=calendar, wrong=wrong))
            continue
        uid = str(component["UID"])
        entries.setdefault(uid, (line, Entry(uid=uid, calendar=calendar)))[1].events.append(component)
    for line, entry in entries.values():
        yield Record(line, entry)


def _split(text: str) -> CalendarFeed:
    """Find the events without looking into them."""
    calendar = CalendarFeed()
    lines = text.splitlines()
    start, inside = 0, ""
    for number, each in enumerate(lines):
        word = each.strip().upper()
        if not inside and word in ("BEGIN:VEVENT", "BEGIN:VTIMEZONE"):
            start, inside = number, word.partition(":")[2]
        elif inside and word == f"END:{inside}":
            _keep(calendar, inside, start + 1, "\r\n".join(lines[start : number + 1]))
            inside = ""
        elif not inside and word.startswith("X-WR-TIMEZONE:"):
            calendar.time_zone = each.partition(":")[2].strip()
    if inside:
        raise FeedInvalid(f"What begins on line {start + 1} has no end.")
    if not calendar.events and "END:VCALENDAR" not in text[-500:].upper():
        raise FeedInvalid("The calendar has no end.")
    return calendar


def _keep(calendar: CalendarFeed, kind: str, line: int, text: str) -> None:
    if kind == "VTIMEZONE":
        if len(calendar.zones) < MAX_ZONES:
            calendar.zones.append(text)
        return
    if len(calendar.events) == MAX_RECORDS:
        raise FeedInvalid(f"The feed has more than {MAX_RECORDS:,} records.")
    calendar.events.append((line, text))


def _component(text: str) -> Any:
    from icalendar import Event

    if len(text) > LONGEST_EVENT:
        raise FieldWrong("record", f"An event has at most {LONGEST_EVENT // 1024} KiB.")
    try:
        component: Any = Event.from_ical(text)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        raise FieldWrong("record", "The event is not well-formed.") from None
    if not isinstance(component, Event):
        raise FieldWrong("record", "The event is not well-formed.")
    if not str(component.get("UID", "")):
        raise FieldWrong("UID", "Every event has a UID.")
    return component
