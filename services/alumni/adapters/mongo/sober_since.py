"""Since when a member is sober, as their milestones have it."""

from datetime import datetime
from typing import Any

from pymongo.database import Database


class MongoSoberSince:
    """Reads the collection `sobriety`; it belongs to the milestones."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._collection = database["sobriety"]

    def started_at(self, member_id: str) -> datetime | None:
        """Give the start of the running streak."""
        found = self._collection.find_one({"_id": member_id}, {"started_at": True})
        return found.get("started_at") if found else None
