"""Orders about standing seats."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class TakeStandingSeat:
    """Give the member a seat in every coming date of a series."""

    series_id: str
    member_id: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class GiveUpStandingSeat:
    """Take the member's standing seat back, and its places in every coming date."""

    series_id: str
    member_id: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SkipDate:
    """Free the member's place in one date of the series, and no other."""

    series_id: str
    member_id: str
    original_date: date
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ComeAfterAll:
    """Give the member a place again in a date that they skipped."""

    series_id: str
    member_id: str
    original_date: date
    at: datetime
