"""How many messages, facts and members are in trouble; every count is of an index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo.database import Database

from notify.domain.message import State, Urgency
from notify.views.stuck import PATIENCE

Row = dict[str, Any]

AT_MOST = 10_000  # more is not told apart


def overdue(database: Database[Row], channels: Sequence[str], at: datetime) -> Mapping[Urgency, int]:
    """Count what is due for longer than its class allows."""
    return {
        urgency: database["messages"].count_documents(
            {
                "state": State.CREATED,
                "channel": {"$in": list(channels)},
                "urgency": urgency,
                "due_at": {"$lt": at - most},
            },
            limit=AT_MOST,
        )
        for urgency, most in PATIENCE.items()
    }


def unknown(database: Database[Row], channel: str) -> int:
    """Count what a provider may have."""
    where = {"state": State.UNKNOWN, "channel": channel}
    return database["messages"].count_documents(where, limit=AT_MOST)


def suppressed(database: Database[Row], channel: str) -> int:
    """Count the members whom a channel does not reach any more, for their contact is dead."""
    return database["contacts"].count_documents({"unreachable": channel}, limit=AT_MOST)


def parked(database: Database[Row]) -> int:
    """Count the facts that wait."""
    return database["parked"].estimated_document_count()
