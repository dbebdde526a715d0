"""Reads of attendance for the API: a date's list for who leads it, and a member's own history."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pymongo.database import Database

from groups.domain.streaks import Streaks, streaks

Row = dict[str, Any]


def of_date(database: Database[Row], occurrence_id: str, *, after: str | None, limit: int) -> list[Row]:
    """Show everybody marked at a date with all that was marked, sorted by member."""
    where: Row = {"occurrence_id": occurrence_id}
    if after is not None:
        where["member_id"] = {"$gt": after}
    found = database["attendances"].find(where, {"member_id": 1, "present": 1, "marks": 1})
    return [
        {"member_id": each["member_id"], "present": each["present"], "marks": each["marks"]}
        for each in found.sort("member_id", 1).limit(limit)
    ]


def own(database: Database[Row], member_id: str, *, after: Sequence[Any] | None, limit: int) -> list[Row]:
    """Show a member's own attendance, the last date first, from behind the last row shown."""
    where: Row = {"member_id": member_id}
    if after is not None:
        starts_at, last_id = after
        where["$or"] = [{"starts_at": {"$lt": starts_at}}, {"starts_at": starts_at, "_id": {"$lt": last_id}}]
    shown = dict.fromkeys(("occurrence_id", "name", "starts_at", "time_zone", "present", "marks"), 1)
    found = database["attendances"].find(where, shown).sort([("starts_at", -1), ("_id", -1)]).limit(limit)
    return [{**each, "id": each["_id"], "way": each["marks"][-1]["way"]} for each in found]


def own_streaks(database: Database[Row], member_id: str, today: date) -> Streaks:
    """Count the member's weeks in a row; the index alone answers."""
    where = {"member_id": member_id, "present": True}
    found = database["attendances"].find(where, {"_id": 0, "member_id": 1, "present": 1, "local_date": 1})
    return streaks((date.fromisoformat(each["local_date"]) for each in found), today)
