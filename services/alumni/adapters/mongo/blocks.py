"""Blocks on MongoDB: a document for each person that somebody has blocked."""

from datetime import datetime
from typing import Any

from pymongo.database import Database

from alumni.domain.errors.mentoring import TooManyBlocks
from chassis.ids import derived_id

MOST_BLOCKS = 200  # of one member


class MongoBlocks:
    """Blocks in the collection `blocks`; the id is derived, so that one is there once."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._collection = database["blocks"]

    def ensure_indexes(self) -> None:
        """List those of a member, and find by whom one is blocked."""
        self._collection.create_index([("by", 1), ("_id", 1)])
        self._collection.create_index("whom")

    def add(self, by: str, whom: str, *, at: datetime) -> None:
        """Insert the block, unless it is there."""
        block_id = derived_id("block", by, whom)
        others = {"by": by, "_id": {"$ne": block_id}}
        if self._collection.count_documents(others, limit=MOST_BLOCKS) >= MOST_BLOCKS:
            raise TooManyBlocks
        fields = {"by": by, "whom": whom, "at": at}
        self._collection.update_one({"_id": block_id}, {"$setOnInsert": fields}, upsert=True)

    def remove(self, by: str, whom: str) -> None:
        """Delete the block, if there is one."""
        self._collection.delete_one({"_id": derived_id("block", by, whom)})

    def between(self, one: str, other: str) -> bool:
        """Look for either."""
        either = [{"by": one, "whom": other}, {"by": other, "whom": one}]
        return self._collection.count_documents({"$or": either}, limit=1) > 0
