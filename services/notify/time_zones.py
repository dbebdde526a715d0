"""Which time zones this service can tell the time in."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from marshmallow import ValidationError


def known_time_zone(name: str) -> None:
    """Refuse with ValidationError whatever is no IANA time zone."""
    if not _is_known(name):
        raise ValidationError("Not a time zone of the IANA database.")


@lru_cache(maxsize=256)
def _is_known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
