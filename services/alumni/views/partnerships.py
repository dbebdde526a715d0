"""Partners, as those concerned see them."""

from typing import Any

from pymongo.database import Database

from alumni.domain.partnership import State

Document = dict[str, Any]


def count_of(database: Database[Document], member_id: str) -> int:
    """Count the partners whom a member has."""
    return database["partnerships"].count_documents({"member_ids": member_id, "state": State.ACTIVE.value})


def partnerships_of(
    database: Database[Document], member_id: str, *, behind: str, limit: int
) -> list[Document]:
    """List a member's partners, and what was asked of whom; never what is withheld from them."""
    query = {
        "member_ids": member_id,
        "state": {"$ne": State.ENDED.value},
        "_id": {"$gt": behind},
        "$or": [{"withheld": False}, {"proposed_by": member_id}],
    }
    rows = list(database["partnerships"].find(query, {"outbox": False}).sort("_id", 1).limit(limit))
    others = [_other(row, member_id) for row in rows]
    found = database["members"].find({"_id": {"$in": others}}, {"handle": True})
    handles = {each["_id"]: each["handle"] for each in found}
    return [
        {
            "id": row["_id"],
            "handle": handles.get(other, ""),
            "state": State(row["state"]),
            "asked_by_me": row["proposed_by"] == member_id,
            "since": row["since"],
        }
        for row, other in zip(rows, others, strict=True)
    ]


def _other(row: Document, member_id: str) -> str:
    first, second = row["member_ids"]
    return str(second if first == member_id else first)
