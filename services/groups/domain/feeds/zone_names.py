"""The time zones of calendars, which every program calls as it likes, by their names in the IANA database."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from groups.domain.feeds.fields import is_time_zone

_TZID = re.compile(r"^TZID(?:;[^:]*)?:(.*)$", re.MULTILINE)
_LOCATION = re.compile(r"^X-LIC-LOCATION:(.*)$", re.MULTILINE)
_OFFSET = re.compile(r"^TZOFFSETTO:([+-])([0-9]{2})([0-9]{2})", re.MULTILINE)


def iana_name(tzid: str, definitions: Iterable[str], own: str, at: datetime) -> str | None:
    """Give the IANA name of a calendar's time zone; None when nothing tells it.

    A zone of an unknown name with the offsets of the importer's own zone is that zone. The rules of a
    VTIMEZONE are never worked out: they may be made to take for ever.
    """
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    for name in (tzid, WINDOWS_TO_OLSON.get(tzid, ""), *_endings(tzid)):
        if is_time_zone(name):
            return name
    for definition in definitions:
        if _stripped(_TZID, definition) != tzid:
            continue
        if is_time_zone(location := _stripped(_LOCATION, definition)):
            return location
        if _offsets(definition) == _offsets_of(own, at):
            return own
    return None


def _endings(tzid: str) -> list[str]:
    """Give "Asia/Kolkata" of "/citadel.org/20070227_1/Asia/Kolkata"."""
    parts = tzid[:200].split("/")
    return ["/".join(parts[-length:]) for length in (3, 2) if len(parts) > length]


def _stripped(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text.replace("\r", ""))
    return match[1].strip().strip('"') if match else ""


def _offsets(definition: str) -> set[timedelta]:
    return {
        (-1 if sign == "-" else 1) * timedelta(hours=int(hours), minutes=int(minutes))
        for sign, hours, minutes in _OFFSET.findall(definition)
    }


def _offsets_of(zone: str, at: datetime) -> set[timedelta | None]:
    moments = (at.replace(month=month, day=15).astimezone(ZoneInfo(zone)) for month in (1, 4, 7, 10))
    return {moment.utcoffset() for moment in moments}
