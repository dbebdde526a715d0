"""Attendance on MongoDB, as groups tells it: a document a mark, without which meeting it was."""

from datetime import datetime
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.adapters.mongo.use import as_stored
from alumni.domain.use import KEPT, day_of

Document = dict[str, Any]


class MongoAttendance:
    """Marks in the collection `attendance`, forgotten as days of use are."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["attendance"]

    def ensure_indexes(self) -> None:
        """Count the marks of members, and forget."""
        self._collection.create_index([("member_id", 1), ("day", 1)])
        self._collection.create_index("day", expireAfterSeconds=int(KEPT.total_seconds()))

    def mark(self, attendance_id: str, member_id: str, at: datetime, *, present: bool, sequence: int) -> None:
        """Write the mark unless a later one is there; its day is that of the first one that came."""
        mark = {"member_id": member_id, "present": present, "sequence": sequence}
        try:
            self._collection.update_one(
                {"_id": attendance_id, "sequence": {"$lt": sequence}},
                {"$set": mark, "$setOnInsert": {"day": as_stored(day_of(at))}},
                upsert=True,
            )
        except DuplicateKeyError:
            return  # A later one is there.
