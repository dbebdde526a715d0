"""Invitations and the waiting, for lists."""

from datetime import datetime
from typing import Any

from pymongo.database import Database

from alumni.adapters.mongo.joining import from_document
from alumni.domain.member import HomeState

Document = dict[str, Any]


def invitations(
    database: Database[Document],
    whose: Document,
    *,
    behind: tuple[datetime, str] | None,
    limit: int,
    at: datetime,
) -> list[Document]:
    """List invitations, the latest first, without anything of their codes."""
    query = dict(whose)
    if behind:
        made_at, last_id = behind
        query["$or"] = [{"made_at": {"$lt": made_at}}, {"made_at": made_at, "_id": {"$gt": last_id}}]
    rows = database["invitations"].find(query).sort([("made_at", -1), ("_id", 1)]).limit(limit)
    return [_shown(row, at) for row in rows]


def _shown(row: Document, at: datetime) -> Document:
    found = from_document(row)
    return {
        "id": found.id,
        "state": found.state(at),
        "made_at": found.made_at,
        "expires_at": found.expires_at,
        "used_at": found.used_at,
    }


def waiting(
    database: Database[Document], centre_id: str, *, behind: str | None, limit: int
) -> list[Document]:
    """List who waits for a centre's word, by pseudonym only."""
    query: Document = {"home_centre_id": centre_id, "home_state": HomeState.WAITING.value}
    if behind:
        query["_id"] = {"$gt": behind}
    rows = database["members"].find(query, {"handle": True, "joined_at": True}).sort("_id", 1).limit(limit)
    return [{"member_id": row["_id"], "handle": row["handle"], "joined_at": row["joined_at"]} for row in rows]
