"""Milestones: what a streak reaches, by the calendar of the member's time zone."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

from alumni.domain.local_time import later

FIRST = "24-hours"
_DAYS = (7, 30, 60, 90)
_MONTHS = (6, 9)
_LAST_YEAR = 100


def milestones(started_at: datetime, time_zone: str) -> Iterator[tuple[str, datetime]]:
    """Give every milestone of a streak with its moment, in their order."""
    yield FIRST, started_at + timedelta(hours=24)
    for days in _DAYS:
        yield f"{days}-days", later(started_at, time_zone, days=days)
    for months in _MONTHS:
        yield f"{months}-months", later(started_at, time_zone, months=months)
    for years in count(1):
        if years > _LAST_YEAR:
            return
        name = "1-year" if years == 1 else f"{years}-years"
        yield name, later(started_at, time_zone, months=12 * years)


def next_after(started_at: datetime, time_zone: str, at: datetime) -> tuple[str, datetime] | None:
    """Name the first milestone of a streak that lies after a moment."""
    return next(((name, due) for name, due in milestones(started_at, time_zone) if due > at), None)
