"""Meeting Guide records read as meeting series, tolerant of what the format's readers tolerate.

https://github.com/code4recovery/spec. Feeds are written by many hands: a record may carry what we do not
know, call a field by an older name, or write a day in words. Nothing of a wrong value is ever repeated in
a reason, because feeds carry telephone numbers in unexpected places.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from groups.domain.feeds import fields
from groups.domain.feeds.described import FieldWrong, Record, Rejection
from groups.domain.meeting import MeetingSeries
from groups.domain.meeting_types import ONLINE, TEMPORARILY_CLOSED

DEFAULT_DURATION = timedelta(hours=1)

_SLUG = re.compile(r"[A-Za-z0-9._~%-]{1,64}")
_ALIASES = {"name": "meeting", "time": "start_time", "location": "location_name", "postal_code": "zip"}
_ADDRESS = ("address", "city", "state", "postal_code", "country")
_DETAILS = ("location", "location_notes", "region", "sub_region", "notes", "group", "group_notes")
_JOINING = ("conference_url", "conference_url_notes", "conference_phone", "conference_phone_notes")


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """What a record means when it does not say."""

    centre_id: str
    time_zone: str  # IANA
    capacity: int


@dataclass(kw_only=True)
class Reading:
    """What a feed says: series, rejected records, and the slugs of both."""

    series: list[MeetingSeries] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    slugs: set[str] = field(default_factory=set)


def read_series(records: Iterable[Record], defaults: Defaults) -> Reading:
    """Read every record, and tell line, field and reason of each that is rejected."""
    reading = Reading()
    for record in records:
        slug = None
        try:
            values = _values(record.content)
            slug = _slug(values)
            if slug in reading.slugs:
                raise FieldWrong("slug", "An earlier record has this slug.")
            reading.slugs.add(slug)
            reading.series += _series(slug, values, defaults)
        except FieldWrong as wrong:
            rejection = Rejection(line=record.line, slug=slug, field=wrong.field, reason=wrong.reason)
            reading.rejected.append(rejection)
    return reading


def _values(content: Any) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise FieldWrong("record", "A meeting is a JSON object.")
    present = {name: value for name, value in content.items() if value is not None and value != ""}
    aliased = {name: present[alias] for name, alias in _ALIASES.items() if alias in present}
    return aliased | present


def _slug(values: Mapping[str, Any]) -> str:
    slug = values.get("slug")
    if isinstance(slug, int) and not isinstance(slug, bool) and abs(slug) < 10**15:
        slug = str(slug)
    if not isinstance(slug, str) or not _SLUG.fullmatch(slug):
        raise FieldWrong("slug", "Give 1 to 64 letters, digits or - . _ ~ %.")
    return slug


def _series(slug: str, values: Mapping[str, Any], defaults: Defaults) -> list[MeetingSeries]:
    """One series a weekday of the record."""
    name = fields.line(values, "name", 255)
    if not name:
        raise FieldWrong("name", "Every meeting has a name.")
    starts = fields.clock(values, "time")
    types = fields.codes(values, "types")
    joining = _joining(values)
    online = ONLINE in types or "conference_url" in joining or "conference_phone" in joining
    address = _address(values)
    if not address and not online:
        raise FieldWrong("address", "A meeting in person has an address or a city.")
    common: dict[str, Any] = {
        "centre_id": defaults.centre_id,
        "slug": slug,
        "name": name,
        "time": starts,
        "duration": _duration(values, starts),
        "time_zone": fields.time_zone(values, "timezone") or defaults.time_zone,
        "capacity": fields.capacity(values, "capacity") or defaults.capacity,
        "suspended": TEMPORARILY_CLOSED in types,
        "online": online,
        "address": address,
        "types": types,
        "details": _texts(values, _DETAILS),
        "joining": joining,
    }
    days = fields.days(values, "day")
    return [MeetingSeries(part=part, day=day, **common) for part, day in enumerate(days)]


def _duration(values: Mapping[str, Any], starts: time) -> timedelta:
    """End on the wall clock, the next day when the end is not after the start; an hour if none is given."""
    if "end_time" not in values:
        return DEFAULT_DURATION
    ends = fields.clock(values, "end_time")
    minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    return timedelta(minutes=minutes % (24 * 60)) or DEFAULT_DURATION


def _address(values: Mapping[str, Any]) -> str:
    if formatted := fields.line(values, "formatted_address", 500):
        return formatted
    return ", ".join(part for name in _ADDRESS if (part := fields.line(values, name, 255)))


def _texts(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    return {name: text for name in names if (text := fields.text(values, name, 5000))}


def _joining(values: Mapping[str, Any]) -> dict[str, str]:
    joining = _texts(values, _JOINING)
    if not joining.get("conference_url", "https://").lower().startswith(("https://", "http://")):
        raise FieldWrong("conference_url", "A conference's address begins with https:// or http://.")
    return joining
