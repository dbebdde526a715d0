"""Which members of a centre cannot be reached over a channel; never the contact, nor why."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

Row = dict[str, Any]


def unreachable_of(database: Database[Row], centre_id: str, *, after: str | None, limit: int) -> list[Row]:
    """Show members of a centre by id, from behind the last row shown."""
    where: Row = {"centre_id": centre_id, "unreachable.0": {"$exists": True}}
    if after is not None:
        where["_id"] = {"$gt": after}
    members = list(database["contacts"].find(where, {"unreachable": True}).sort("_id").limit(limit))
    known = database["reach"].find({"_id": {"$in": [each["_id"] for each in members]}}, {"channels": True})
    since = {each["_id"]: each["channels"] for each in known}
    return [_row(each, since.get(each["_id"], {})) for each in members]


def _row(member: Row, since: Row) -> Row:
    channels = [{"channel": name, "since": since.get(name)} for name in sorted(member["unreachable"])]
    return {"member_id": member["_id"], "channels": channels}
