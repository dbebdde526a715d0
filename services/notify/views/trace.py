"""One message, notice or event from its beginning to its end: ids, states, times and causes; never words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pymongo.database import Database

from chassis.ids import derived_id
from chassis.parking import Headers
from notify.domain.contacts import INBOX

Row = dict[str, Any]

MOST = 500  # messages of one event that are shown

_SHOWN = (
    *("channel", "template", "language", "purpose", "urgency", "state", "reason", "attempts", "since"),
    *("provider", "provider_id", "centre_id", "broadcast_id", "member_id", "notice_id", "route"),
    *("fact_id", "fact_type", "fact_at", "created_at", "due_at", "expires_at", "follow_at", "read_at"),
    *("history", "lease.until", "segments", "cost"),
)


def messages_about(database: Database[Row], asked: str) -> tuple[str, list[Row]]:
    """Find what an id is of, and every message that belongs to the same fact, the earliest first."""
    # What tells a member something lies in their inbox too, under an id that follows from the notice's.
    lookups = (
        ("message", {"_id": asked}),
        ("message", {"provider_id": asked}),
        ("notice", {"_id": derived_id(asked, INBOX)}),
        ("event", {"fact_id": asked}),
    )
    for kind, where in lookups:
        if found := _found(database, where):
            fact_id, notice_id = found[0].get("fact_id"), found[0].get("notice_id")
            alone = kind == "event" or fact_id is None
            return kind, found if alone else _found(database, {"fact_id": fact_id, "notice_id": notice_id})
    return "", []


def _found(database: Database[Row], where: Row) -> list[Row]:
    found = database["messages"].find(where, dict.fromkeys(_SHOWN, 1))
    return [_row(each) for each in found.sort("created_at", 1).limit(MOST)]


def _row(document: Row) -> Row:
    return {"id": document.pop("_id"), **document}


def parked_event(database: Database[Row], event_id: str) -> Row | None:
    """Tell whether a fact is parked, since when, why, and when it is tried again."""
    found = database["parked"].find_one(
        {"headers": ["ce_id", event_id.encode()]},
        {"_id": 0, "attempts": 1, "parked_at": 1, "due_at": 1, "cause": 1, "topic": 1, "headers": 1},
    )
    return {**found, "type": header(found.pop("headers"), "ce_type")} if found else None


def header(headers: Headers | Sequence[Sequence[Any]], name: str) -> str:
    """Give one header of a record; "-" where it has none."""
    return next((bytes(text).decode(errors="replace") for key, text in headers if key == name), "-")
