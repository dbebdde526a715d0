"""Events of a calendar, read as meetings with their rule and the dates that are different."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from groups.domain import recurrence
from groups.domain.changes import FURTHEST_MOVE, MAX_CHANGES, Change
from groups.domain.errors import RuleInvalid
from groups.domain.feeds import fields
from groups.domain.feeds.calendar_file import Entry
from groups.domain.feeds.described import DEFAULT_DURATION, Described, FieldWrong, Terms
from groups.domain.feeds.zone_names import iana_name
from groups.domain.meeting_types import CLOSED, CODES, LABELS, LANGUAGES

Event = Any  # icalendar.Event, whose properties may be of any kind: what is expected is checked here

ONCE = "FREQ=DAILY;COUNT=1"
LONGEST = timedelta(days=1)
EARLIEST, LATEST = 1900, 2100  # years

_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_REACHES_SOMEBODY = re.compile(r"https?://|\+?[0-9][0-9 ()-]{6,}|passcode|password", re.IGNORECASE)
_CONFERENCE = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "URL")
_ONLINE = ("online", "online meeting", "virtual", "zoom")  # as a place
_UNTIL = re.compile(r"UNTIL=([0-9]{8})")


def slug_of(content: Entry) -> str:
    """Derive a short name from the UID, which may be an address of somebody's."""
    if content.wrong:
        raise content.wrong
    return f"event-{hashlib.sha256(content.uid.encode(errors='replace')).hexdigest()[:24]}"


def meetings_of(slug: str, content: Entry, terms: Terms) -> list[Described]:
    """Read a series with its different dates, and each extra date as a series; nothing of what is over."""
    series = [event for event in content.events if "RECURRENCE-ID" not in event]
    if not series:
        raise FieldWrong("RECURRENCE-ID", "The series of this date is not in the calendar.")
    if len(series) > 1:
        raise FieldWrong("UID", "An earlier event has this UID.")
    others = [event for event in content.events if "RECURRENCE-ID" in event]
    return _Reader(series[0], others, content, terms).meetings(slug)


@dataclass(frozen=True)
class _Reader:
    """Reads the events of one UID."""

    series: Event
    others: list[Event]
    entry: Entry
    terms: Terms

    def meetings(self, slug: str) -> list[Described]:
        self._expect_readable()
        zone, start = self._start()
        rule = self._rule(zone, start)
        common = self._common(zone, start)
        today = self.terms.at.astimezone(ZoneInfo(zone)).date()
        changes = {day: change for day, change in self._changes(zone).items() if _last(day, change) >= today}
        if len(changes) > MAX_CHANGES:
            raise FieldWrong("EXDATE", f"At most {MAX_CHANGES} dates to come of a series are different.")
        if not changes and _is_over(rule, start.date(), today):
            return []
        return [Described(slug=slug, part=0, rule=rule, starts_on=start.date(), changes=changes, **common)]

    def _expect_readable(self) -> None:
        for event in (self.series, *self.others):
            for name, _reason in event.errors:
                raise FieldWrong(str(name)[:40], "Not as RFC 5545 writes it.")
        if "EXRULE" in self.series:
            raise FieldWrong("EXRULE", "Rules of exception are not taken; name the dates.")
        for other in self.others:
            if "RANGE" in other["RECURRENCE-ID"].params:
                raise FieldWrong(
                    "RECURRENCE-ID", "A change from a date on is not taken; end the series and begin another."
                )

    def _start(self) -> tuple[str, datetime]:
        """Tell the zone, and the first start on its wall clock."""
        prop = self.series.get("DTSTART")
        value = getattr(prop, "dt", None)
        if not isinstance(value, datetime):
            raise FieldWrong("DTSTART", "A meeting starts on a date and at an hour.")
        zone = self._zone(prop.params, value)
        if zone == "UTC" and "RRULE" not in self.series:
            zone = self._own_zone()
        return zone, self._local(prop.params, value, zone)

    def _own_zone(self) -> str:
        stated = self.entry.calendar.time_zone
        return stated if fields.is_time_zone(stated) else self.terms.time_zone

    def _zone(self, params: Mapping[str, Any], moment: datetime) -> str:
        tzid = params.get("TZID")
        if tzid is None:
            return "UTC" if moment.tzinfo is not None else self._own_zone()
        name = iana_name(str(tzid), self.entry.calendar.zones, self.terms.time_zone, self.terms.at)
        if name is None:
            raise FieldWrong("TZID", "Give a time zone of the IANA database, such as Asia/Kolkata.")
        return name

    def _local(self, params: Mapping[str, Any], moment: datetime, zone: str) -> datetime:
        """Read a date and hour on the wall clock of a zone; the series' rule is worked out from there."""
        if not EARLIEST <= moment.year <= LATEST:
            raise FieldWrong("DTSTART", f"A date is in the years {EARLIEST} to {LATEST}.")
        aware = moment.replace(tzinfo=ZoneInfo(self._zone(params, moment)))
        return aware.astimezone(ZoneInfo(zone)).replace(tzinfo=None)

    def _rule(self, zone: str, start: datetime) -> str:
        rule = self.series.get("RRULE")
        if rule is None:
            return ONCE
        if isinstance(rule, list):
            raise FieldWrong("RRULE", "A series has one rule.")
        text = str(rule.to_ical().decode())
        try:
            recurrence.check(text, start, zone)
        except RuleInvalid as invalid:
            raise FieldWrong("RRULE", invalid.detail or "The rule cannot be kept.") from None
        return text

    def _changes(self, zone: str) -> dict[date, Change]:
        changes = {
            moment.date(): Change(extra=True, starts_at=moment) for moment in self._listed("RDATE", zone)
        }
        changes |= {moment.date(): Change(cancelled=True) for moment in self._listed("EXDATE", zone)}
        for other in self.others:
            day = self._original_date(other, zone)
            changes[day] = self._change(other, zone, day)
        return changes

    def _listed(self, name: str, zone: str) -> Iterator[datetime]:
        lists = self.series.get(name, [])
        for each in lists if isinstance(lists, list) else [lists]:
            for value in each.dts:
                if isinstance(value.dt, datetime):
                    yield self._local(each.params, value.dt, zone)
                elif isinstance(value.dt, date):
                    yield datetime.combine(value.dt, self._start()[1].time())
                else:
                    raise FieldWrong(name, "Give dates, not periods.")

    def _original_date(self, other: Event, zone: str) -> date:
        params, value = other["RECURRENCE-ID"].params, other["RECURRENCE-ID"].dt
        day: date = self._local(params, value, zone).date() if isinstance(value, datetime) else value
        return day

    def _change(self, other: Event, zone: str, day: date) -> Change:
        if str(other.get("STATUS", "")).upper() == "CANCELLED":
            return Change(cancelled=True)
        prop = other.get("DTSTART")
        if not isinstance(getattr(prop, "dt", None), datetime):
            raise FieldWrong("DTSTART", "A meeting starts on a date and at an hour.")
        starts_at = self._local(prop.params, prop.dt, zone)
        if abs(starts_at.date() - day) > FURTHEST_MOVE:
            raise FieldWrong("RECURRENCE-ID", f"A date is moved by at most {FURTHEST_MOVE.days} days.")
        return Change(
            starts_at=starts_at,
            duration=_duration(other) if "DTEND" in other or "DURATION" in other else None,
            address=fields.line(_texts(other), "LOCATION", 500) or None,
        )

    def _common(self, zone: str, start: datetime) -> dict[str, Any]:
        texts = _texts(self.series)
        name = fields.line(texts, "SUMMARY", 255)
        if not name:
            raise FieldWrong("SUMMARY", "Every meeting has a name.")
        types = _types(self.series)
        private = str(self.series.get("CLASS", "PUBLIC")).upper() != "PUBLIC"
        return {
            "name": name,
            "time": start.time().replace(second=0, microsecond=0),
            "duration": _duration(self.series),
            "time_zone": zone,
            "capacity": None,
            "suspended": str(self.series.get("STATUS", "")).upper() == "CANCELLED",
            "public": not private and CLOSED not in types,
            "types": types,
            "languages": tuple(LANGUAGES[code] for code in types if code in LANGUAGES),
            **_place(self.series, texts),
        }


def _last(day: date, change: Change) -> date:
    return max(day, change.starts_at.date()) if change.starts_at else day


def _is_over(rule: str, starts_on: date, today: date) -> bool:
    if rule == ONCE:
        return starts_on < today
    match = _UNTIL.search(rule)
    return match is not None and match[1] < (today - timedelta(days=1)).strftime("%Y%m%d")


def _texts(event: Event) -> dict[str, str]:
    return {name: str(event[name]) for name in ("SUMMARY", "LOCATION", "DESCRIPTION") if name in event}


def _duration(event: Event) -> timedelta:
    name = next((each for each in ("DURATION", "DTEND") if each in event), None)
    if name is None:
        return DEFAULT_DURATION
    try:
        lasts = event[name].dt if name == "DURATION" else event[name].dt - event["DTSTART"].dt
    except (TypeError, AttributeError):  # one of the two has a zone and the other none, or is no date
        lasts = None
    if not isinstance(lasts, timedelta) or not timedelta() < lasts <= LONGEST:
        raise FieldWrong(name, "A meeting ends after its start, and within a day.")
    return max(timedelta(minutes=lasts // timedelta(minutes=1)), timedelta(minutes=1))


def _types(event: Event) -> tuple[str, ...]:
    given = event.get("CATEGORIES", [])
    words = [str(word) for each in (given if isinstance(given, list) else [given]) for word in each.cats]
    codes = [CODES.get(word.strip().casefold(), word.strip().upper()) for word in words[: fields.MAX_TYPES]]
    return tuple(dict.fromkeys(code for code in codes if code in LABELS))


def _place(event: Event, texts: Mapping[str, str]) -> dict[str, Any]:
    """Read where it is; what tells how to join from elsewhere is kept from whoever is not registered."""
    location, notes = fields.line(texts, "LOCATION", 500), fields.text(texts, "DESCRIPTION", 5000)
    link = _link(event, location, notes)
    joining = {"conference_url": link} if link else {}
    details = {}
    if notes and (link or _REACHES_SOMEBODY.search(notes)):
        joining["conference_url_notes"] = notes
    elif notes:
        details["notes"] = notes
    online = location.casefold() in _ONLINE
    address = "" if online or _WEB.match(location) else location
    if not address and not joining and not online:
        raise FieldWrong("LOCATION", "A meeting in person has an address or a city.")
    geo = event.get("GEO")
    values = {"lat": getattr(geo, "latitude", None), "lon": getattr(geo, "longitude", None)}
    place = fields.position(values, "lat", "lon")
    return {
        "address": address,
        "latitude": place[0] if place else None,
        "longitude": place[1] if place else None,
        "online": online or bool(link),
        "details": details,
        "joining": joining,
    }


def _link(event: Event, location: str, notes: str) -> str:
    named = (str(event[name]) for name in _CONFERENCE if name in event and not isinstance(event[name], list))
    for text in (*named, location, notes):
        if match := _WEB.search(text):
            return match[0][:2000]
    return ""
