"""Which dead letters were handled after all, so that none is offered again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database

KEEP_FOR = timedelta(days=35)  # longer than the topic of dead letters


class MongoReplayed:
    """The collection `replayed`: numbers of dead letters, ids of their events, and when."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._replayed = database["replayed"]

    def ensure_indexes(self) -> None:
        """Forget what the topic has forgotten."""
        self._replayed.create_index("at", expireAfterSeconds=int(KEEP_FOR.total_seconds()))

    def add(self, number: int, event_id: str, at: datetime) -> None:
        """Remember that a dead letter was handled."""
        self._replayed.replace_one(
            {"_id": f"{number}|{event_id}"}, {"event_id": event_id, "at": at}, upsert=True
        )

    def among(self, letters: Collection[tuple[int, str]]) -> Collection[tuple[int, str]]:
        """Give those that were handled."""
        names = {f"{number}|{event_id}": (number, event_id) for number, event_id in letters}
        found = self._replayed.find({"_id": {"$in": list(names)}}, {"_id": 1})
        return [names[each["_id"]] for each in found]
