"""What members of a centre that left have chosen, on MongoDB."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database
from pymongo.errors import BulkWriteError

from alumni.adapters.mongo.aggregates import frame, replace
from alumni.domain.errors.moving import LeavingUnknown
from alumni.domain.leaving import Choice, Leaving
from chassis.outbox import ensure_outbox_index, seal_all, shard_of

Document = dict[str, Any]
KEPT_AFTER_END = timedelta(days=365)
_MOST_AT_ONCE = 100
_DUPLICATE = 11000


class MongoLeavings:
    """Choices in the collection `leavings`; forgotten a year after they were carried out."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["leavings"]

    def ensure_indexes(self) -> None:
        """Find the last one of a member, and what is due, and forget."""
        self._collection.create_index([("member_id", 1), ("asked_at", -1)])
        self._collection.create_index([("ended_at", 1), ("due_at", 1)])
        self._collection.create_index(
            "ended_at", name="forget", expireAfterSeconds=int(KEPT_AFTER_END.total_seconds())
        )
        ensure_outbox_index(self._collection)

    def add_all(self, leavings: Collection[Leaving]) -> None:
        """Insert those that are not there yet, in one request."""
        documents = [
            {
                "_id": each.id,
                "version": 1,
                "sequence": len(each.events),
                "shard": shard_of(each.id),
                "outbox": seal_all(each.events, after=0),
                **_fields(each),
            }
            for each in leavings
        ]
        try:
            self._collection.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            if any(each["code"] != _DUPLICATE for each in (error.details or {})["writeErrors"]):
                raise

    def latest_of(self, member_id: str) -> Leaving:
        """Load the last one of a member."""
        document = self._collection.find_one(
            {"member_id": member_id}, {"outbox": False}, sort=[("asked_at", -1)]
        )
        if document is None:
            raise LeavingUnknown
        return _from_document(document)

    def save(self, leaving: Leaving) -> None:
        """Write the state, if nobody did since it was loaded."""
        replace(self._collection, leaving, _fields(leaving))

    def due(self, at: datetime) -> Iterator[Leaving]:
        """Find what nobody has carried out within its time."""
        query = {"ended_at": None, "due_at": {"$lte": at}}
        for document in self._collection.find(query, {"outbox": False}).limit(_MOST_AT_ONCE):
            yield _from_document(document)


def _fields(leaving: Leaving) -> Document:
    return {
        "member_id": leaving.member_id,
        "centre_id": leaving.centre_id,
        "asked_at": leaving.asked_at,
        "due_at": leaving.due_at,
        "choice": leaving.choice and leaving.choice.value,
        "ended_at": leaving.ended_at,
    }


def _from_document(document: Document) -> Leaving:
    choice = document["choice"]
    return Leaving(
        **frame(document),
        member_id=document["member_id"],
        centre_id=document["centre_id"],
        asked_at=document["asked_at"],
        due_at=document["due_at"],
        choice=Choice(choice) if choice else None,
        ended_at=document["ended_at"],
    )
