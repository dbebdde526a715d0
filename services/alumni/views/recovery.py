"""Open recoveries, for those who decide."""

from datetime import datetime
from typing import Any

from pymongo.database import Database

from alumni.domain.contact import Channel
from alumni.domain.recovery import RecoveryState

Document = dict[str, Any]
_OPEN = [RecoveryState.ASKED.value, RecoveryState.AGREED.value]


def open_recoveries(
    database: Database[Document], centre_id: str | None, *, behind: str, limit: int, at: datetime
) -> list[Document]:
    """List what is open at a centre, or everywhere; never one that fits nobody."""
    query: Document = {"state": {"$in": _OPEN}, "_id": {"$gt": behind}, "expires_at": {"$gt": at}}
    query["member_id"] = {"$ne": None}
    if centre_id:
        query["centre_id"] = centre_id
    rows = list(database["recoveries"].find(query, {"outbox": False}).sort("_id", 1).limit(limit))
    whose = {"_id": {"$in": [row["member_id"] for row in rows]}}
    handles = {row["_id"]: row["handle"] for row in database["members"].find(whose, {"handle": True})}
    return [
        {
            "id": row["_id"],
            "handle": handles.get(row["member_id"], ""),
            "centre_id": row["centre_id"],
            "channel": Channel(row["contact"]["channel"]),
            "state": RecoveryState(row["state"]),
            "approvals": len(row["approvals"]),
            "asked_at": row["asked_at"],
            "expires_at": row["expires_at"],
        }
        for row in rows
    ]
