"""Erasures on MongoDB."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.adapters.mongo.aggregates import frame, insert, replace
from alumni.domain.erasure import Answer, Erasure, State
from alumni.domain.errors import StaleAggregate
from alumni.domain.errors.erasure import ErasureUnknown
from chassis.outbox import ensure_outbox_index

Document = dict[str, Any]
_MOST_AT_ONCE = 100


class MongoErasures:
    """Erasures in the collection `erasures`: an id that is nobody's any more, counts and times."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["erasures"]

    def ensure_indexes(self) -> None:
        """Keep one for a member, and find what is due."""
        self._collection.create_index("member_id", unique=True)
        self._collection.create_index(
            [("next_at", 1)], partialFilterExpression={"next_at": {"$type": "date"}}, name="next"
        )
        ensure_outbox_index(self._collection)

    def add_once(self, erasure: Erasure) -> Erasure:
        """Insert it, unless the member has one."""
        try:
            insert(self._collection, erasure, _fields(erasure))
        except DuplicateKeyError:
            return self.of(erasure.member_id)
        return erasure

    def of(self, member_id: str) -> Erasure:
        """Load a member's erasure."""
        return self._one({"member_id": member_id})

    def get(self, erasure_id: str) -> Erasure:
        """Load an erasure."""
        return self._one({"_id": erasure_id})

    def save(self, erasure: Erasure) -> None:
        """Write the state and its events in one conditional update."""
        replace(self._collection, erasure, _fields(erasure))

    def remove(self, erasure: Erasure) -> None:
        """Remove it, if it is as it was loaded."""
        gone = self._collection.delete_one({"_id": erasure.id, "version": erasure.version})
        if gone.deleted_count == 0:
            raise StaleAggregate(erasure.id)

    def due(self, at: datetime) -> Iterator[Erasure]:
        """Find what is to be done next and whose time has come."""
        query = {"next_at": {"$lte": at}}
        for document in self._collection.find(query, {"outbox": False}).limit(_MOST_AT_ONCE):
            yield _from_document(document)

    def _one(self, query: Document) -> Erasure:
        document = self._collection.find_one(query, {"outbox": False})
        if document is None:
            raise ErasureUnknown
        return _from_document(document)


def _next_at(erasure: Erasure) -> datetime | None:
    """Tell when this service has to do something next."""
    if erasure.state is State.SETTLED:
        return None
    own = any(each.service == "alumni" for each in erasure.answers)
    return erasure.again_at if own else erasure.due_at


def _fields(erasure: Erasure) -> Document:
    return {
        "member_id": erasure.member_id,
        "asked_at": erasure.asked_at,
        "due_at": erasure.due_at,
        "state": erasure.state.value,
        "answers": [vars(each) for each in erasure.answers],
        "closed_at": erasure.closed_at,
        "next_at": _next_at(erasure),
    }


def _from_document(document: Document) -> Erasure:
    return Erasure(
        **frame(document),
        member_id=document["member_id"],
        asked_at=document["asked_at"],
        due_at=document["due_at"],
        state=State(document["state"]),
        answers=[Answer(**each) for each in document["answers"]],
        closed_at=document["closed_at"],
    )
