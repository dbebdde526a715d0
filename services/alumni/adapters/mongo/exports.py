"""Exports on MongoDB."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.adapters.mongo.aggregates import frame, insert, replace
from alumni.domain.errors.export import ExportUnknown
from alumni.domain.export import LEASE, Export, Progress, State
from chassis.outbox import ensure_outbox_index

Document = dict[str, Any]


class MongoExports:
    """Exports in the collection `exports`."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["exports"]

    def ensure_indexes(self) -> None:
        """Keep one open export of a member, and find what is due and what is over."""
        self._collection.create_index("member_id")
        self._collection.create_index(
            "open_of", unique=True, partialFilterExpression={"open_of": {"$type": "string"}}
        )
        self._collection.create_index([("state", 1), ("due_at", 1)])
        self._collection.create_index([("state", 1), ("expires_at", 1)])
        ensure_outbox_index(self._collection)

    def add_once(self, export: Export) -> Export:
        """Insert it, unless the member waits for one."""
        try:
            insert(self._collection, export, _fields(export))
        except DuplicateKeyError:
            return self._one({"open_of": export.member_id})
        return export

    def of(self, member_id: str, export_id: str) -> Export:
        """Load an export of this member."""
        return self._one({"_id": export_id, "member_id": member_id})

    def save(self, export: Export) -> None:
        """Write the state and its events in one conditional update."""
        replace(self._collection, export, _fields(export))

    def note(self, export: Export, progress: Progress, *, at: datetime) -> None:
        """Write the progress beside the version, which is the maker's."""
        change = {"progress": vars(progress), "due_at": at + LEASE}
        self._collection.update_one({"_id": export.id, "version": export.version}, {"$set": change})

    def due(self, at: datetime) -> Export | None:
        """Find the one that waits longest, or whose maker died."""
        unfinished = {"$in": [State.WAITING.value, State.RUNNING.value]}
        found = self._collection.find_one(
            {"state": unfinished, "due_at": {"$lte": at}}, {"outbox": False}, sort=[("due_at", 1)]
        )
        return _from_document(found) if found else None

    def over(self, at: datetime) -> Iterator[Export]:
        """Find what is ready for longer than it is kept."""
        query = {"state": State.READY.value, "expires_at": {"$lte": at}}
        for document in self._collection.find(query, {"outbox": False}).limit(100):
            yield _from_document(document)

    def remove(self, export: Export) -> None:
        """Remove it."""
        self._collection.delete_one({"_id": export.id})

    def _one(self, query: Document) -> Export:
        document = self._collection.find_one(query, {"outbox": False})
        if document is None:
            raise ExportUnknown
        return _from_document(document)


def _fields(export: Export) -> Document:
    return {
        "member_id": export.member_id,
        "open_of": None if export.state is State.READY else export.member_id,
        "asked_at": export.asked_at,
        "state": export.state.value,
        "progress": vars(export.progress),
        "due_at": export.due_at,
        "ready_at": export.ready_at,
        "expires_at": export.expires_at,
    }


def _from_document(document: Document) -> Export:
    return Export(
        **frame(document),
        member_id=document["member_id"],
        asked_at=document["asked_at"],
        state=State(document["state"]),
        progress=Progress(**document["progress"]),
        due_at=document["due_at"],
        ready_at=document["ready_at"],
        expires_at=document["expires_at"],
    )
