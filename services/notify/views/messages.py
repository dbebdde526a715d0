"""What a member may see of their messages: what became of them, never what they said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pymongo import DESCENDING
from pymongo.database import Database

from notify.domain.contacts import INBOX

Row = dict[str, Any]

_SHOWN = ("template", "channel", "purpose", "fact_type", "state", "created_at", "since")


def messages_of(
    database: Database[Row], member_id: str, *, after: Sequence[Any] | None, limit: int
) -> list[Row]:
    """Show what was sent to a member and why, the newest first, from behind the last row shown."""
    where: Row = {"member_id": member_id, "channel": {"$ne": INBOX}}
    if after is not None:
        created_at, last_id = after
        where["$or"] = [
            {"created_at": {"$lt": created_at}},
            {"created_at": created_at, "_id": {"$lt": last_id}},
        ]
    found = database["messages"].find(where, dict.fromkeys(_SHOWN, 1))
    newest_first = found.sort([("created_at", DESCENDING), ("_id", DESCENDING)]).limit(limit)
    return [_row(document) for document in newest_first]


def _row(document: Row) -> Row:
    return {
        "id": document["_id"],
        "template": document["template"],
        "channel": document["channel"],
        "purpose": document["purpose"],
        "why": document.get("fact_type"),
        "state": document["state"],
        "created_at": document["created_at"],
        "updated_at": document.get("since", document["created_at"]),
    }
