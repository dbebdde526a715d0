"""Reads of absences for the API: those of the meetings that the caller leads."""

from typing import Any

from pymongo.database import Database

from groups.domain.access import COORDINATOR, Caller

Row = dict[str, Any]

_SHOWN = (*("series_id", "centre_id", "group_id", "member_id", "first_missed_at", "noticed_at", "closure"),)


def absences(
    database: Database[Row], caller: Caller, *, closed: bool, after: str | None, limit: int
) -> list[Row]:
    """Show absences of the groups that the caller leads, and of a coordinator's centre; by id."""
    where: Row = {"$or": _led(database, caller), "closure": {"$ne": None} if closed else None}
    if after is not None:
        where["_id"] = {"$gt": after}
    found = database["absences"].find(where, dict.fromkeys(_SHOWN, 1)).sort("_id", 1).limit(limit)
    return [{**each, "id": each["_id"]} for each in found]


def _led(database: Database[Row], caller: Caller) -> list[Row]:
    """Name what the caller leads, as the rules of access do."""
    ways: list[Row] = [{"leader_ids": caller.member_id}]
    centres: list[Row] = []
    if COORDINATOR in caller.roles and caller.centre_id is not None:
        ways.append({"centre_ids": caller.centre_id})
        centres = [{"centre_id": caller.centre_id, "group_id": None}]
    groups = database["groups"].find({"$or": ways}, {"_id": 1})
    return [{"group_id": {"$in": [each["_id"] for each in groups]}}, *centres]
