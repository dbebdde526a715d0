"""Calendars (RFC 5545) that may lie open on anybody's phone: every meeting is called "Meeting"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from groups.domain.exports.dates import Stretch, stretches
from groups.domain.exports.listed import Listed, is_open
from groups.domain.meeting import MeetingSeries

if TYPE_CHECKING:
    from icalendar import Calendar, Event

TITLE = "Meeting"
_PRODUCT = "-//Hamrah//Meetings//EN"
_DOMAIN = "hamrah.invalid"  # makes a UID unique in the world; it is no address
_FIRST_ZONED, _LAST_ZONED = date(2000, 1, 1), date(2040, 1, 1)  # between which offsets are spelt out
_REFRESHED = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A date in which a member has a seat, as their own calendar tells it."""

    occurrence_id: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    address: str  # "" where it is not for everybody
    cancelled: bool
    promised: bool  # it is still to be confirmed
    sequence: int


def open_meetings(meetings: Iterable[Listed]) -> bytes:
    """Write a calendar of open meetings: an event for each stretch between changes of all that follow."""
    calendar = _calendar()
    for meeting in meetings:
        for stretch in stretches(meeting.whole):
            if is_open(stretch.series.public, stretch.series.kind, stretch.series.requires):
                _add_stretch(calendar, meeting, stretch)
    return _written(calendar)


def own_meetings(seats: Iterable[Seat], at: datetime) -> bytes:
    """Write a member's own calendar: when, and where for what is open; no name, no group, no link."""
    calendar = _calendar()
    for seat in seats:
        event = _event(calendar, f"{seat.occurrence_id}@{_DOMAIN}", seat.sequence, at)
        zone = ZoneInfo(seat.time_zone)
        event.add("dtstart", seat.starts_at.astimezone(zone))
        event.add("duration", seat.ends_at - seat.starts_at)
        event.add("status", "CANCELLED" if seat.cancelled else "TENTATIVE" if seat.promised else "CONFIRMED")
        if seat.address:
            event.add("location", seat.address)
    return _written(calendar)


def _add_stretch(calendar: "Calendar", meeting: Listed, stretch: Stretch) -> None:
    series, zone = stretch.series, ZoneInfo(stretch.series.time_zone)
    uid = _uid(meeting.id, stretch.since)
    event = _event(calendar, uid, meeting.whole.revision, meeting.updated_at)
    event.add("dtstart", stretch.first.replace(tzinfo=zone))
    event.add("duration", series.duration)
    if stretch.rule is not None:
        event.add("rrule", _rule(stretch.rule))
    for name, starts in (("rdate", stretch.extra), ("exdate", stretch.cancelled)):
        if starts:
            event.add(name, [start.replace(tzinfo=zone) for start in starts])
    _add_place(event, series)
    rests = meeting.whole.rests(date.max)
    event.add("status", "CANCELLED" if rests else "CONFIRMED")
    for start, day in () if rests else stretch.different.items():
        _add_different(calendar, meeting, uid, start.replace(tzinfo=zone), day)


def _add_different(calendar: "Calendar", meeting: Listed, uid: str, known_by: datetime, day: date) -> None:
    """Write the event of one date that is moved, longer, shorter or elsewhere."""
    series = meeting.whole.on(day)
    event = _event(calendar, uid, meeting.whole.revision, meeting.updated_at)
    event.add("recurrence-id", known_by)
    event.add("dtstart", meeting.whole.starts_at(day).astimezone(known_by.tzinfo))
    event.add("duration", series.duration)
    _add_place(event, series)
    event.add("status", "CONFIRMED")


def _uid(series_id: str, since: date) -> str:
    return f"{series_id}@{_DOMAIN}" if since == date.min else f"{series_id}-{since.isoformat()}@{_DOMAIN}"


def _calendar() -> "Calendar":
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("refresh-interval", _REFRESHED, parameters={"value": "DURATION"})
    return calendar


def _event(calendar: "Calendar", uid: str, sequence: int, changed_at: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("summary", TITLE)
    event.add("sequence", sequence)
    event.add("dtstamp", changed_at.astimezone(UTC))
    event.add("last-modified", changed_at.astimezone(UTC))
    calendar.add_component(event)
    return event


def _rule(rule: str) -> Any:
    from icalendar import vRecur

    return vRecur.from_ical(rule)


def _add_place(event: "Event", series: MeetingSeries) -> None:
    event.add("location", series.address or "Online")
    if series.address and series.latitude is not None and series.longitude is not None:
        event.add("geo", (series.latitude, series.longitude))


def _written(calendar: "Calendar") -> bytes:
    """Add the time zones that the events name, and write the calendar."""
    events: list[Any] = calendar.walk("VEVENT")
    for position, key in enumerate(sorted({event["dtstart"].dt.tzinfo.key for event in events})):
        calendar.subcomponents.insert(position, _time_zone(key))
    return bytes(calendar.to_ical())


@lru_cache(maxsize=256)
def _time_zone(key: str) -> Any:
    """Spell out a time zone: the same in every calendar, for some readers keep the first that they see.

    Each onset has a line of its own: of a list, some readers take the first date only.
    """
    from icalendar import Timezone

    zone = Timezone.from_tzid(key, first_date=_FIRST_ZONED, last_date=_LAST_ZONED)
    for part in zone.subcomponents:
        for onset in part.pop("rdate").dts if "rdate" in part else ():
            part.add("rdate", onset.dt)
    return zone
