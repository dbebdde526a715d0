"""The public directory of active centres: by name, by words, or by distance; nothing of any member."""

import re
from datetime import timedelta
from typing import Any

from pymongo.database import Database

from alumni.domain.errors import CentreUnknown
from alumni.domain.reach import PROMISE

Document = dict[str, Any]
HOUR = timedelta(hours=1)
_FARTHEST = 20_100_000  # metres: half way around the earth
_ACTIVE = {"state": "active"}
_FIELDS = {"name": True, "name_key": True, "city": True, "details": True, "position": True, "metres": True}


def by_name(
    database: Database[Document], words: list[str], *, behind: tuple[str, str] | None, limit: int
) -> list[Document]:
    """List the active centres in which all of the words stand, sorted by name."""
    query: Document = {**_ACTIVE, **_holding(words)}
    if behind:
        key, last_id = behind
        query["$or"] = [{"name_key": {"$gt": key}}, {"name_key": key, "_id": {"$gt": last_id}}]
    rows = database["centres"].find(query, _FIELDS).sort([("name_key", 1), ("_id", 1)]).limit(limit)
    return [_shown(row) for row in rows]


def by_distance(
    database: Database[Document],
    words: list[str],
    near: tuple[float, float],
    *,
    behind: tuple[int, str] | None,
    limit: int,
) -> list[Document]:
    """List the active centres whose place is known, the nearest first; `near` is latitude, longitude."""
    latitude, longitude = near
    search: Document = {
        "near": {"type": "Point", "coordinates": [longitude, latitude]},
        "key": "position",
        "distanceField": "distance",
        "query": {**_ACTIVE, **_holding(words)},
        "spherical": True,
    }
    # Whole metres go into a cursor; those that are equal are sorted by id.
    steps: list[Document] = [{"$geoNear": search}, {"$set": {"metres": {"$toInt": {"$floor": "$distance"}}}}]
    if behind:
        last_id = behind[1]
        metres = search["minDistance"] = min(max(behind[0], 0), _FARTHEST)
        further = [{"metres": {"$gt": metres}}, {"metres": metres, "_id": {"$gt": last_id}}]
        steps.append({"$match": {"$or": further}})
    steps += [{"$sort": {"metres": 1, "_id": 1}}, {"$limit": limit}, {"$project": _FIELDS}]
    return [_shown(row) for row in database["centres"].aggregate(steps)]


def active_centre(database: Database[Document], centre_id: str) -> Document:
    """Show an active centre; raises CentreUnknown for every other."""
    row = database["centres"].find_one({"_id": centre_id, **_ACTIVE}, _FIELDS)
    if row is None:
        raise CentreUnknown(centre_id)
    return _shown(row)


def _holding(words: list[str]) -> Document:
    return {"$and": [{"search": {"$regex": re.escape(each)}} for each in words]} if words else {}


def _shown(row: Document) -> Document:
    details, point, metres = row["details"] or {}, row["position"], row.get("metres")
    longitude, latitude = point["coordinates"] if point else (None, None)
    return {
        "id": row["_id"],
        "name_key": row["name_key"],
        "metres": metres,
        "name": row["name"],
        "city": row["city"],
        "district": details.get("district"),
        "region": details.get("region"),
        "category": details.get("category"),
        "latitude": latitude,
        "longitude": longitude,
        "promise_hours": details.get("promise_hours", PROMISE // HOUR),
        "distance_km": None if metres is None else round(metres / 1000, 1),
    }
