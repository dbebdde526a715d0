"""Reads of meeting series: pages of them, their dates to come, and rooms that clash."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.collection import Collection

from groups.adapters.series_documents import to_series
from groups.domain.changes import Change
from groups.domain.meeting import HORIZON, MeetingSeries
from groups.domain.occurrence import SCHEDULED, Meeting

Row = dict[str, Any]

MAX_CLASHES = 50
_LONGEST = timedelta(days=1)  # that a meeting takes
_OTHERS = 2_000  # meetings at one address that are looked at


def page(
    collection: Collection[Row], where: Mapping[str, str], after: str, limit: int
) -> list[tuple[str, MeetingSeries]]:
    """Give series of a centre or a group in the order of their ids, from behind one of them."""
    wanted: Row = {f"series.{name}": value for name, value in where.items()}
    found = collection.find(wanted | {"_id": {"$gt": after}}, {"series": 1, "version": 1})
    rows = found.sort("_id").limit(limit)
    return [(each["_id"], to_series(each["series"], each["version"])) for each in rows]


def shown(series_id: str, series: MeetingSeries) -> Row:
    """Show a series to who leads it."""
    return {**vars(series), "id": series_id, "mode": series.mode}


def dates(series_id: str, series: MeetingSeries, first: date, last: date) -> list[Row]:
    """Show the dates that a series gives in a span of days, also those that are cancelled."""
    return [_date(series, series.meeting(series_id, day)) for day in series.given(first, last)]


def _date(series: MeetingSeries, meeting: Meeting) -> Row:
    day = meeting.original_date
    local = meeting.starts_at.astimezone(ZoneInfo(meeting.time_zone))
    return {
        "original_date": day,
        "occurrence_id": meeting.id,
        "state": _state(series, day, series.changes.get(day)),
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "local_start": local.isoformat(),
        "mode": meeting.mode,
        "address": meeting.address,
        "capacity": meeting.capacity,
    }


def _state(series: MeetingSeries, day: date, change: Change | None) -> str:
    if change is not None and change.cancelled:
        return "cancelled"
    if not series.meets(day):
        return "suspended"
    if change is None:
        return "regular"
    return "extra" if change.extra else "changed"


def clashes(collection: Collection[Row], series_id: str, series: MeetingSeries, at: datetime) -> list[Row]:
    """Find the coming dates on which another meeting of the centre is in the same place at the same time."""
    meetings = [series.meeting(series_id, day) for day in series.dates(at, at + HORIZON)]
    own = [meeting for meeting in meetings if meeting.address]
    if not own:
        return []
    others = collection.find(
        {
            "centre_id": series.centre_id,
            "starts_at": {
                "$gt": min(each.starts_at for each in own) - _LONGEST,
                "$lt": max(each.ends_at for each in own),
            },
            "address": {"$in": sorted({each.address for each in own})},
            "series_id": {"$ne": series_id},
            "status": SCHEDULED,
        },
        {"series_id": 1, "starts_at": 1, "ends_at": 1, "address": 1, "public": 1},
    )
    found = _overlaps(own, list(others.sort("starts_at").limit(_OTHERS)))
    return sorted(found, key=lambda row: (row["starts_at"], row["other_starts_at"]))[:MAX_CLASHES]


def _overlaps(own: Iterable[Meeting], others: Iterable[Row]) -> Iterable[Row]:
    for meeting in own:
        for other in others:
            if (
                other["address"] == meeting.address
                and other["starts_at"] < meeting.ends_at
                and other["ends_at"] > meeting.starts_at
            ):
                yield {
                    "occurrence_id": meeting.id,
                    "starts_at": meeting.starts_at,
                    "other_series_id": other["series_id"] if other["public"] else None,
                    "other_starts_at": other["starts_at"],
                    "other_ends_at": other["ends_at"],
                }
