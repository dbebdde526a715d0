"""The standing seats of a member."""

from datetime import datetime
from typing import Any

from pymongo.database import Database

from groups.adapters.mongo_standing import to_seat
from groups.domain.standing import oldest_skip

Row = dict[str, Any]


def standing_seats(
    database: Database[Row], member_id: str, at: datetime, *, after: str | None, limit: int
) -> list[Row]:
    """Show a member's standing seats by series, from behind the last one shown."""
    where: Row = {"seats.member": member_id}
    if after is not None:
        where["_id"] = {"$gt": after}
    own = {
        "$filter": {
            "input": "$seats",
            "as": "seat",
            "cond": {"$eq": ["$$seat.member", {"$literal": member_id}]},
        }
    }
    found = list(database["standing"].find(where, {"seats": own}).sort("_id", 1).limit(limit))
    seats = {each["_id"]: to_seat(each["seats"][0]) for each in found}
    names = {each["_id"]: each["series"]["name"] for each in _series(database, list(seats))}
    return [
        {
            "id": seat.id,
            "series_id": series_id,
            "name": names.get(series_id, ""),
            "skips": [day for day in seat.skips if day >= oldest_skip(at)],
        }
        for series_id, seat in seats.items()
    ]


def _series(database: Database[Row], ids: list[str]) -> list[Row]:
    return list(database["series"].find({"_id": {"$in": ids}}, {"series.name": 1}))
