"""What is different on a single date of a series, or from a date on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

MAX_CHANGES = 200  # of single dates, in one series
MAX_SEGMENTS = 20
FURTHEST_MOVE = timedelta(days=31)  # from a date to where it is moved


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is different on one date, which stays known by the date that the series gave it.

    Nothing given means that this is as in the series. An extra date is one that the rule does not give.
    """

    cancelled: bool = False
    extra: bool = False
    starts_at: datetime | None = None  # on the wall clock of the series, without a zone
    duration: timedelta | None = None
    address: str | None = None
    capacity: int | None = None
    joining: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Segment:
    """What is different from a date on; the values are fields of the series by their names."""

    since: date
    values: Mapping[str, Any]
