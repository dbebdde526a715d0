"""Wishes to open a contact, on MongoDB."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo.database import Database

from alumni.adapters.mongo.aggregates import frame, insert, replace
from alumni.domain.break_glass import CONFIRMED_WITHIN, Glass
from alumni.domain.errors.break_glass import GlassUnknown
from chassis.outbox import ensure_outbox_index

Document = dict[str, Any]
_PLAIN = ("member_id", "centre_id", "asked_by", "reason", "asked_at", "confirmed_by", "opened_at")


class MongoGlasses:
    """Wishes in the collection `glasses`."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["glasses"]

    def ensure_indexes(self) -> None:
        """List what waits at a centre, what was opened of a member, and who had to do with it."""
        self._collection.create_index([("centre_id", 1), ("opened_at", 1), ("_id", 1)])
        self._collection.create_index([("opened_at", 1), ("_id", 1)])
        self._collection.create_index([("member_id", 1), ("_id", 1)])
        self._collection.create_index("asked_by")
        self._collection.create_index("confirmed_by")
        ensure_outbox_index(self._collection)

    def add(self, glass: Glass) -> None:
        """Insert a wish."""
        insert(self._collection, glass, _fields(glass))

    def get(self, glass_id: str) -> Glass:
        """Load a wish."""
        document = self._collection.find_one({"_id": glass_id}, {"outbox": False})
        if document is None:
            raise GlassUnknown
        return _from_document(document)

    def save(self, glass: Glass) -> None:
        """Write the state and its events in one conditional update."""
        replace(self._collection, glass, _fields(glass))

    def waiting(self, centre_id: str | None, at: datetime, *, behind: str, limit: int) -> Sequence[Glass]:
        """Find what nobody has confirmed in time yet."""
        query: Document = {"opened_at": None, "asked_at": {"$gt": at - CONFIRMED_WITHIN}}
        if centre_id is not None:
            query["centre_id"] = centre_id
        return self._page(query, behind, limit)

    def opened_of(self, member_id: str, *, behind: str, limit: int) -> Sequence[Glass]:
        """Find what two persons opened."""
        return self._page({"member_id": member_id, "opened_at": {"$ne": None}}, behind, limit)

    def _page(self, query: Document, behind: str, limit: int) -> Sequence[Glass]:
        rows = self._collection.find({**query, "_id": {"$gt": behind}}, {"outbox": False})
        return [_from_document(each) for each in rows.sort("_id", 1).limit(limit)]


def _fields(glass: Glass) -> Document:
    return {**{name: getattr(glass, name) for name in _PLAIN}, "channels": list(glass.channels)}


def _from_document(document: Document) -> Glass:
    plain = {name: document[name] for name in _PLAIN}
    return Glass(**frame(document), **plain, channels=tuple(document["channels"]))
