"""What should have left by now, or settled: each with since when and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database

from notify.domain.message import State, Urgency
from notify.views.trace import header

Row = dict[str, Any]

# How long a message of each class may be due and not sent before somebody should look.
PATIENCE = {
    Urgency.URGENT: timedelta(minutes=1),
    Urgency.TIMELY: timedelta(minutes=15),
    Urgency.DIGESTIBLE: timedelta(hours=2),
    Urgency.BULK: timedelta(hours=6),
}
UNKNOWN_FOR = timedelta(minutes=15)
LAPSED_FOR = timedelta(minutes=1)

_SHOWN = ("channel", "template", "urgency", "state", "reason", "provider", "attempts", "due_at", "since")


def overdue(database: Database[Row], at: datetime, limit: int) -> list[Row]:
    """Show what is due for longer than its class allows, the urgent and longest first."""
    late = [{"urgency": urgency, "due_at": {"$lt": at - most}} for urgency, most in PATIENCE.items()]
    where = {"state": State.CREATED, "$or": late}
    return _shown(database, where, limit, [("urgency", 1), ("due_at", 1)])


def in_doubt(database: Database[Row], at: datetime, limit: int) -> list[Row]:
    """Show what the provider may have, and nobody could find out for long."""
    where = {"state": State.UNKNOWN, "since": {"$lt": at - UNKNOWN_FOR}}
    return _shown(database, where, limit, [("since", 1)])


def lapsed(database: Database[Row], at: datetime, limit: int) -> list[Row]:
    """Show what a sender held and let go, and no other sender has put in doubt since."""
    where = {"state": State.SENDING, "lease.until": {"$lt": at - LAPSED_FOR}}
    return _shown(database, where, limit, [("lease.until", 1)])


def parked(database: Database[Row], limit: int) -> list[Row]:
    """Show the facts that wait for something, the longest first."""
    found = database["parked"].find({}, {"value": 0, "key": 0}).sort("parked_at", 1).limit(limit)
    return [
        {
            "event_id": header(each["headers"], "ce_id"),
            "type": header(each["headers"], "ce_type"),
            "since": each["parked_at"],
            "attempts": each["attempts"],
            "due_at": each["due_at"],
            "cause": each["cause"],
        }
        for each in found
    ]


def _shown(database: Database[Row], where: Row, limit: int, order: list[tuple[str, int]]) -> list[Row]:
    found = database["messages"].find(where, dict.fromkeys(_SHOWN, 1)).sort(order).limit(limit)
    return [{"id": each.pop("_id"), **each} for each in found]
