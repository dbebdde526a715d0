"""Moves between centres, for who moves and for both centres."""

from datetime import datetime
from typing import Any

from pymongo.database import Database

from alumni.adapters.mongo.moving import from_document
from alumni.domain.move import Move

Document = dict[str, Any]
Behind = tuple[datetime, str] | None


def own(move: Move) -> Document:
    """Show a member a wish to move."""
    return {
        "id": move.id,
        "state": move.state,
        "from_centre_id": move.from_centre_id,
        "to_centre_id": move.to_centre_id,
        "asked_at": move.asked_at,
        "expires_at": move.expires_at,
        "ended_at": move.ended_at,
    }


def of_member(database: Database[Document], member_id: str, *, behind: Behind, limit: int) -> list[Document]:
    """List a member's wishes to move, the latest first."""
    return [own(from_document(row)) for row in _page(database, {"member_id": member_id}, behind, limit)]


def of_centre(database: Database[Document], centre_id: str, *, behind: Behind, limit: int) -> list[Document]:
    """List the moves to and from a centre, the latest first, by handle only."""
    sides: Document = {"$or": [{"to_centre_id": centre_id}, {"from_centre_id": centre_id}]}
    rows = _page(database, sides, behind, limit)
    whose = {"_id": {"$in": [row["member_id"] for row in rows]}}
    handles = {row["_id"]: row["handle"] for row in database["members"].find(whose, {"handle": True})}
    return [
        {
            **own(from_document(row)),
            "handle": handles.get(row["member_id"], ""),
            "comes": row["to_centre_id"] == centre_id,
        }
        for row in rows
    ]


def _page(database: Database[Document], whose: Document, behind: Behind, limit: int) -> list[Document]:
    query: Document = {"$and": [whose]}
    if behind:
        asked_at, last_id = behind
        earlier = [{"asked_at": {"$lt": asked_at}}, {"asked_at": asked_at, "_id": {"$gt": last_id}}]
        query["$and"].append({"$or": earlier})
    return list(database["moves"].find(query).sort([("asked_at", -1), ("_id", 1)]).limit(limit))
