"""What a coordinator may see of texts that only a person can read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pymongo import DESCENDING
from pymongo.database import Database

Row = dict[str, Any]


def unread_texts(
    database: Database[Row],
    centre_id: str,
    unseal: Callable[[str], str],
    *,
    after: Sequence[Any] | None,
    limit: int,
) -> list[Row]:
    """Show the texts of members of a home, the newest first; each is opened for this answer only."""
    where: Row = {"centre_id": centre_id}
    if after is not None:
        received_at, last_id = after
        where["$or"] = [
            {"received_at": {"$lt": received_at}},
            {"received_at": received_at, "_id": {"$lt": last_id}},
        ]
    found = database["unread_texts"].find(where)
    newest_first = found.sort([("received_at", DESCENDING), ("_id", DESCENDING)]).limit(limit)
    return [_row(document, unseal) for document in newest_first]


def _row(document: Row, unseal: Callable[[str], str]) -> Row:
    return {
        "id": document["_id"],
        "member_id": document["member_id"],
        "text": unseal(document["sealed"]),
        "received_at": document["received_at"],
        "handled_at": document.get("handled_at"),
    }
