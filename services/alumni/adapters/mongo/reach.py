"""Requests to talk on MongoDB."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.adapters.mongo.aggregates import frame, insert, replace
from alumni.domain.errors.reach import ReachOpen, ReachUnknown
from alumni.domain.reach import Outcome, Reach, State, Urgency
from chassis.outbox import ensure_outbox_index

Document = dict[str, Any]
KEPT_AFTER_END = timedelta(days=365)
_MOST_AT_ONCE = 100


class MongoReaches:
    """Requests in the collection `reaches`; forgotten a year after their end."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["reaches"]

    def ensure_indexes(self) -> None:
        """Keep one that waits a member, list those of a centre, find what is overdue, and forget."""
        self._collection.create_index(
            "member_id", name="one_waits", unique=True, partialFilterExpression={"waits": True}
        )
        self._collection.create_index([("member_id", 1), ("asked_at", -1), ("_id", 1)])
        self._collection.create_index([("centre_id", 1), ("waits", 1), ("due_at", 1), ("_id", 1)])
        self._collection.create_index([("waits", 1), ("escalated", 1), ("due_at", 1), ("_id", 1)])
        self._collection.create_index("taken_by", sparse=True)
        self._collection.create_index("ended_at", expireAfterSeconds=int(KEPT_AFTER_END.total_seconds()))
        ensure_outbox_index(self._collection)

    def add(self, reach: Reach) -> None:
        """Insert a request with its event, if no other of the member waits."""
        try:
            insert(self._collection, reach, _fields(reach))
        except DuplicateKeyError:
            raise ReachOpen from None

    def get(self, reach_id: str) -> Reach:
        """Load a request."""
        document = self._collection.find_one({"_id": reach_id}, {"outbox": False})
        if document is None:
            raise ReachUnknown
        return from_document(document)

    def save(self, reach: Reach) -> None:
        """Write the state, if nobody did since it was loaded."""
        replace(self._collection, reach, _fields(reach))

    def overdue(self, at: datetime) -> Iterator[Reach]:
        """Find what waits beyond its time."""
        query = {"waits": True, "escalated": False, "due_at": {"$lte": at}}
        for document in self._collection.find(query, {"outbox": False}).limit(_MOST_AT_ONCE):
            yield from_document(document)


def _fields(reach: Reach) -> Document:
    return {
        "member_id": reach.member_id,
        "centre_id": reach.centre_id,
        "urgency": reach.urgency.value,
        "note": reach.note,
        "asked_at": reach.asked_at,
        "due_at": reach.due_at,
        "state": reach.state.value,
        "waits": reach.waits,
        "taken_by": reach.taken_by,
        "outcome": reach.outcome and reach.outcome.value,
        "answer": reach.answer,
        "ended_at": reach.ended_at,
        "escalated": reach.escalated,
    }


def from_document(document: Document) -> Reach:
    """Read a request as it was saved."""
    outcome = document["outcome"]
    return Reach(
        **frame(document),
        member_id=document["member_id"],
        centre_id=document["centre_id"],
        urgency=Urgency(document["urgency"]),
        note=document["note"],
        asked_at=document["asked_at"],
        due_at=document["due_at"],
        state=State(document["state"]),
        taken_by=document["taken_by"],
        outcome=Outcome(outcome) if outcome else None,
        answer=document["answer"],
        ended_at=document["ended_at"],
        escalated=document["escalated"],
    )
