"""Meeting Guide records read as meetings, tolerant of what the format's readers tolerate.

https://github.com/code4recovery/spec. Feeds are written by many hands: a record may carry what we do not
know, call a field by an older name, or write a day in words. Nothing of a wrong value is ever repeated in
a reason, because feeds carry telephone numbers in unexpected places.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import time, timedelta
from typing import Any

from groups.domain.feeds import fields
from groups.domain.feeds.described import DEFAULT_DURATION, Described, FieldWrong, Terms
from groups.domain.meeting_types import CLOSED, LANGUAGES, ONLINE, TEMPORARILY_CLOSED

_SLUG = re.compile(r"[A-Za-z0-9._~%-]{1,64}")
_ALIASES = {"name": "meeting", "time": "start_time", "location": "location_name", "postal_code": "zip"}
_ADDRESS = ("address", "city", "state", "postal_code", "country")
_DETAILS = ("location", "location_notes", "region", "sub_region", "notes", "group", "group_notes")
_JOINING = ("conference_url", "conference_url_notes", "conference_phone", "conference_phone_notes")
_REQUIRES = {"W": "women", "M": "men"}
_RULE_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")


def slug_of(content: Any) -> str:
    """Read what names a record for good."""
    slug = _values(content).get("slug")
    if isinstance(slug, int) and not isinstance(slug, bool) and abs(slug) < 10**15:
        slug = str(slug)
    if not isinstance(slug, str) or not _SLUG.fullmatch(slug):
        raise FieldWrong("slug", "Give 1 to 64 letters, digits or - . _ ~ %.")
    return slug


def meetings_of(slug: str, content: Any, terms: Terms) -> list[Described]:
    """Read a record as a meeting for each weekday that it names."""
    values = _values(content)
    common = _what(values) | _when(values, terms) | _where(values)
    days = fields.days(values, "day")
    return [
        Described(slug=slug, part=part, rule=f"FREQ=WEEKLY;BYDAY={_RULE_DAYS[day]}", starts_on=None, **common)
        for part, day in enumerate(days)
    ]


def _values(content: Any) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise FieldWrong("record", "A meeting is a JSON object.")
    present = {name: value for name, value in content.items() if value is not None and value != ""}
    aliased = {name: present[alias] for name, alias in _ALIASES.items() if alias in present}
    return aliased | present


def _what(values: Mapping[str, Any]) -> dict[str, Any]:
    name = fields.line(values, "name", 255)
    if not name:
        raise FieldWrong("name", "Every meeting has a name.")
    types = fields.codes(values, "types")
    return {
        "name": name,
        "types": types,
        "public": CLOSED not in types,
        "languages": tuple(LANGUAGES[code] for code in types if code in LANGUAGES),
        "requires": tuple(_REQUIRES[code] for code in types if code in _REQUIRES),
    }


def _when(values: Mapping[str, Any], terms: Terms) -> dict[str, Any]:
    starts = fields.clock(values, "time")
    return {
        "time": starts,
        "duration": _duration(values, starts),
        "time_zone": fields.time_zone(values, "timezone") or terms.time_zone,
        "capacity": fields.capacity(values, "capacity"),
    }


def _duration(values: Mapping[str, Any], starts: time) -> timedelta:
    """End on the wall clock, the next day when the end is not after the start; an hour if none is given."""
    if "end_time" not in values:
        return DEFAULT_DURATION
    ends = fields.clock(values, "end_time")
    minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    return timedelta(minutes=minutes % (24 * 60)) or DEFAULT_DURATION


def _where(values: Mapping[str, Any]) -> dict[str, Any]:
    """Read the place, the way to join from elsewhere, or both.

    A meeting whose location is closed for a time goes on if it can be joined from elsewhere, and one that
    gives just about where it belongs meets there only if it cannot.
    """
    types = fields.codes(values, "types")
    joining = _joining(values)
    remote = "conference_url" in joining or "conference_phone" in joining
    address, details = _address(values), _details(values)
    if not address and not remote and ONLINE not in types:
        raise FieldWrong("address", "A meeting in person has an address or a city.")
    closed, approximate = TEMPORARILY_CLOSED in types, fields.flag(values, "approximate")
    if remote and address and (closed or approximate):
        details.setdefault("location", address)
        address = ""
    place = fields.position(values, "latitude", "longitude")
    return {
        "address": address,
        "latitude": place[0] if place else None,
        "longitude": place[1] if place else None,
        "approximate": approximate,
        "online": remote or ONLINE in types,
        "suspended": closed and not remote,
        "details": details,
        "joining": joining,
    }


def _address(values: Mapping[str, Any]) -> str:
    if formatted := fields.line(values, "formatted_address", 500):
        return formatted
    return ", ".join(part for name in _ADDRESS if (part := fields.line(values, name, 255)))


def _details(values: Mapping[str, Any]) -> dict[str, str]:
    regions = values.get("regions")
    if isinstance(regions, list):
        listed = zip(("region", "sub_region"), regions, strict=False)
        values = {name: region for name, region in listed if isinstance(region, str)} | dict(values)
    details = _texts(values, _DETAILS)
    if updated := fields.moment(values, "updated"):
        details["updated"] = updated
    return details


def _texts(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    return {name: text for name in names if (text := fields.text(values, name, 5000))}


def _joining(values: Mapping[str, Any]) -> dict[str, str]:
    joining = _texts(values, _JOINING)
    if not joining.get("conference_url", "https://").lower().startswith(("https://", "http://")):
        raise FieldWrong("conference_url", "A conference's address begins with https:// or http://.")
    return joining
