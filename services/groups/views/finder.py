"""The finder: dates of open meetings for anybody, without anything of those who come to them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.collection import Collection

from groups.domain.group import Kind
from groups.domain.meeting_types import LABELS
from groups.domain.occurrence import SCHEDULED

Row = dict[str, Any]

WINDOW = timedelta(days=7)  # in which a weekly meeting comes once
SOON = timedelta(hours=2)
LONGEST = timedelta(days=1)  # that a meeting lasts
_EARTH_KM = 6371.0
_DAY_MINUTES = 24 * 60
_SHOWN = (
    *("series_id", "centre_id", "name", "kind", "types", "languages", "requires", "mode", "address"),
    *("latitude", "longitude", "approximate", "starts_at", "ends_at", "time_zone"),
)
_OF_A_GROUP = re.compile("^member:")


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody looks for; None: anything. Days and hours are on the wall clock of each meeting."""

    at: datetime
    now: bool = False  # running, or starting within two hours
    day: int | None = None  # Sunday = 0
    earliest: int | None = None  # minutes after midnight
    latest: int | None = None
    kind: str | None = None
    language: str | None = None
    mode: str | None = None
    online: bool = False  # it can be joined from anywhere
    centre_id: str | None = None
    near: tuple[float, float] | None = None  # latitude, longitude
    km: float = 25.0


def meetings(
    collection: Collection[Row], wish: Wish, *, after: Sequence[Any] | None, limit: int
) -> list[Row]:
    """Show the open meetings of the coming days that fit, sorted by start and id, from behind the last."""
    where = _where(wish)
    if after is not None:
        starts_at, last_id = after
        behind = [{"starts_at": {"$gt": starts_at}}, {"starts_at": starts_at, "_id": {"$gt": last_id}}]
        where["$or"] = behind
        where["starts_at"]["$gte"] = max(where["starts_at"]["$gte"], starts_at)
    shown: Row = dict.fromkeys(_SHOWN, 1)
    shown["seats_left"] = {"$max": [{"$subtract": ["$capacity", {"$size": "$seats"}]}, 0]}
    found = collection.find(where, shown).sort([("starts_at", 1), ("_id", 1)]).limit(limit)
    return [_row(each, wish) for each in found]


def _where(wish: Wish) -> Row:
    where: Row = {"public": True, "status": SCHEDULED, **_when(wish), **_which(wish)}
    where["requires"] = {"$not": _OF_A_GROUP}
    if wish.near is not None:
        centre = [wish.near[1], wish.near[0]]
        where["position"] = {"$geoWithin": {"$centerSphere": [centre, wish.km / _EARTH_KM]}}
    return where


def _when(wish: Wish) -> Row:
    if wish.now:
        when: Row = {
            "starts_at": {"$gte": wish.at - LONGEST, "$lte": wish.at + SOON},
            "ends_at": {"$gt": wish.at},
        }
    else:
        when = {"starts_at": {"$gte": wish.at, "$lt": wish.at + WINDOW}}
    if wish.day is not None:
        # Hour by hour, so that the index gives them in the order of their start.
        first, last = (
            (wish.earliest or 0) // 60,
            (_DAY_MINUTES - 1 if wish.latest is None else wish.latest) // 60,
        )
        when |= {"local_day": wish.day, "local_hour": {"$in": list(range(first, last + 1))}}
    bounds = {"$gte": wish.earliest, "$lte": wish.latest}
    if hours := {name: value for name, value in bounds.items() if value is not None}:
        when["local_minutes"] = hours
    return when


def _which(wish: Wish) -> Row:
    which: Row = {"kind": wish.kind if wish.kind is not None else {"$ne": Kind.THERAPY.value}}
    if wish.language is not None:
        which["languages"] = wish.language
    if wish.mode is not None:
        which["mode"] = wish.mode
    if wish.online:
        which["online"] = True
    if wish.centre_id is not None:
        which["centre_id"] = wish.centre_id
    return which


def _row(found: Row, wish: Wish) -> Row:
    starts_at: datetime = found["starts_at"]
    distance = None if wish.near is None else kilometres(wish.near, (found["latitude"], found["longitude"]))
    return {
        "id": found.pop("_id"),
        "audience": found.pop("requires"),
        **found,
        "types": [{"code": code, "label": LABELS.get(code, code)} for code in found["types"]],
        "local_start": starts_at.astimezone(ZoneInfo(found["time_zone"])).isoformat(),
        "distance_km": None if distance is None else round(distance, 1),
    }


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Measure the great circle between two places, as MongoDB's $centerSphere does."""
    north, east, other_north, other_east = map(radians, (*one, *other))
    half = sin((other_north - north) / 2) ** 2
    half += cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(half, 1.0)))
