"""Counts of requests on MongoDB: one upsert a request, forgotten with the hour."""

from datetime import datetime
from typing import Any

from pymongo import ReturnDocument
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.domain.allowance import WINDOW, Allowance

Document = dict[str, Any]


class MongoAllowances:
    """Allowances in the collection `allowances`, keyed by hashes only."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["allowances"]

    def ensure_indexes(self) -> None:
        """Forget an allowance when its hour is over."""
        self._collection.create_index("until", expireAfterSeconds=0)

    def take(self, key: str, limit: int, *, at: datetime) -> None:
        """Count the request in the running hour, or as the first of a new one."""
        try:
            allowance = self._count(key, at)
        except DuplicateKeyError:  # Two first requests met; the other one has made the document.
            allowance = self._count(key, at)
        allowance.ensure_within(limit, at=at)

    def _count(self, key: str, at: datetime) -> Allowance:
        running = {"$gt": ["$until", at]}
        hour = {
            "count": {"$cond": [running, {"$add": ["$count", 1]}, 1]},
            "until": {"$cond": [running, "$until", at + WINDOW]},
        }
        document: Any = self._collection.find_one_and_update(
            {"_id": key}, [{"$set": hour}], upsert=True, return_document=ReturnDocument.AFTER
        )
        return Allowance(count=document["count"], until=document["until"])
