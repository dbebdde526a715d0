"""How each provider did lately, as its messages tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database

from notify.domain.message import State

Row = dict[str, Any]

LATELY = timedelta(hours=1)
STATES = (State.SENT, State.DELIVERED, State.FAILED, State.UNKNOWN)


def lately(database: Database[Row], at: datetime) -> Mapping[str, Mapping[State, int]]:
    """Count what became of the messages made within the last hour, by the provider that had them."""
    made = {"created_at": {"$gte": at - LATELY}, "provider": {"$exists": True}}
    by_state = {"_id": {"provider": "$provider", "state": "$state"}, "count": {"$sum": 1}}
    counts: dict[str, dict[State, int]] = {}
    for row in database["messages"].aggregate([{"$match": made}, {"$group": by_state}]):
        counts.setdefault(row["_id"]["provider"], {})[State(row["_id"]["state"])] = row["count"]
    return counts


def waiting(database: Database[Row], channel: str, at: datetime) -> int:
    """Count what is due over a channel and waits."""
    where = {"state": State.CREATED, "channel": channel, "due_at": {"$lte": at}}
    return database["messages"].count_documents(where)
