"""Single fields of a record: what is taken, and the reason for what is not."""

import re
from collections.abc import Mapping
from datetime import time
from functools import cache
from html import unescape
from typing import Any
from zoneinfo import available_timezones

from groups.domain.feeds.described import FieldWrong
from groups.domain.meeting_types import CODES
from groups.domain.occurrence import MAX_CAPACITY

_DAY_NAMES = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(:[0-5][0-9])?")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,9}")
_LINE_BREAK = re.compile(r"<\s*(br|/p)\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
# Without the joiners (U+200C, U+200D), which Indic scripts need.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile(r"[ \t\xa0]+")
_MOMENT = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]")
MAX_TYPES = 50


def text(values: Mapping[str, Any], name: str, longest: int) -> str:
    """Read a text without its markup; "" when there is none."""
    value = values.get(name, "")
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise FieldWrong(name, "Not a text.")
    if len(value) > 4 * longest:
        raise FieldWrong(name, f"Longer than {longest} characters.")
    cleaned = _clean(value)
    if len(cleaned) > longest:
        raise FieldWrong(name, f"Longer than {longest} characters.")
    try:
        cleaned.encode()
    except UnicodeEncodeError:
        raise FieldWrong(name, "Not valid text: it holds half a character.") from None
    return cleaned


def _clean(value: str) -> str:
    plain = unescape(_TAG.sub("", _LINE_BREAK.sub("\n", value)))
    lines = (_SPACES.sub(" ", line).strip() for line in _CONTROL.sub("", plain).split("\n"))
    return "\n".join(lines).strip()


def line(values: Mapping[str, Any], name: str, longest: int) -> str:
    """Read a text of one line."""
    return " ".join(text(values, name, longest).split())


def days(values: Mapping[str, Any], name: str) -> list[int]:
    """Read one weekday or several: 0 to 6 with Sunday = 0, or their English names."""
    value = values.get(name)
    given = value if isinstance(value, list) else [value]
    if not given or len(given) > 7:
        raise FieldWrong(name, "Give one to seven weekdays.")
    return sorted({_day(name, each) for each in given})


def _day(name: str, value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 6:
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    if len(word) == 1 and word in "0123456":
        return int(word)
    for number, day_name in enumerate(_DAY_NAMES):
        if word == day_name or (len(word) >= 3 and day_name.startswith(word)):
            return number
    raise FieldWrong(name, "Give a weekday from 0 (Sunday) to 6 (Saturday), or its English name.")


def clock(values: Mapping[str, Any], name: str) -> time:
    """Read a time of day, "18:00" or "18:00:00"."""
    value = values.get(name)
    match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise FieldWrong(name, "Give a time of day as HH:MM, from 00:00 to 23:59.")
    return time(int(match[1]), int(match[2]))


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_time_zone(name: str) -> bool:
    """Tell whether a name is one of the IANA database."""
    return name in _time_zones()


def time_zone(values: Mapping[str, Any], name: str) -> str | None:
    """Read an IANA time zone; None when there is none."""
    value = values.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not is_time_zone(value):
        raise FieldWrong(name, "Give a time zone of the IANA database, such as Asia/Kolkata.")
    return value


def capacity(values: Mapping[str, Any], name: str) -> int | None:
    """Read a number of seats; None when there is none."""
    value = values.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_CAPACITY:
        raise FieldWrong(name, f"Give 1 to {MAX_CAPACITY} seats.")
    return value


def codes(values: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Read type codes, in their order and each once; one that is no code at all is left out."""
    value = values.get(name, [])
    if not isinstance(value, list) or len(value) > MAX_TYPES:
        raise FieldWrong(name, f"Give a list of at most {MAX_TYPES} type codes.")
    words = [each.strip() for each in value if isinstance(each, str)]
    shaped = [CODES.get(each.casefold(), each.upper()) for each in words]
    return tuple(dict.fromkeys(each for each in shaped if _CODE.fullmatch(each)))


def position(values: Mapping[str, Any], latitude: str, longitude: str) -> tuple[float, float] | None:
    """Read a place on the globe; None for what is none, and for 0, 0, which stands for one not looked up."""
    try:
        north, east = float(values[latitude]), float(values[longitude])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    if not (-90 <= north <= 90 and -180 <= east <= 180) or (north == 0 and east == 0):
        return None
    return round(north, 6), round(east, 6)


def flag(values: Mapping[str, Any], name: str) -> bool:
    """Read "yes", as Meeting Guide writes it, or what other writers mean by it."""
    value = values.get(name)
    return value is True or str(value).strip().lower() in ("yes", "true", "1", "y")


def moment(values: Mapping[str, Any], name: str) -> str:
    """Read "2026-11-01 04:30:00" in UTC as it is; "" for anything else."""
    value = values.get(name)
    return value.strip() if isinstance(value, str) and _MOMENT.fullmatch(value.strip()) else ""
