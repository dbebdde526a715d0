"""Moves on MongoDB."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.adapters.mongo.aggregates import frame, insert, replace
from alumni.adapters.mongo.story import consented
from alumni.domain.consent import Purpose
from alumni.domain.errors.moving import MoveOpen, MoveUnknown
from alumni.domain.move import Move, MoveState
from chassis.ids import derived_id

Document = dict[str, Any]
KEPT_AFTER_END = timedelta(days=365)
_MOST_AT_ONCE = 100


class MongoMoves:
    """Wishes to move in the collection `moves`; forgotten a year after their end."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["moves"]

    def ensure_indexes(self) -> None:
        """Keep one that waits a member, list those of both centres, find what is due, and forget."""
        self._collection.create_index(
            "member_id", name="one_waits", unique=True, partialFilterExpression={"waits": True}
        )
        self._collection.create_index([("member_id", 1), ("asked_at", -1), ("_id", 1)])
        for side in ("to_centre_id", "from_centre_id"):
            self._collection.create_index([(side, 1), ("asked_at", -1), ("_id", 1)])
        self._collection.create_index("state")
        self._collection.create_index("decided_by", sparse=True)
        self._collection.create_index("ended_at", expireAfterSeconds=int(KEPT_AFTER_END.total_seconds()))

    def add(self, move: Move) -> None:
        """Insert a wish, if no other of the member waits."""
        try:
            insert(self._collection, move, _fields(move))
        except DuplicateKeyError:
            raise MoveOpen from None

    def get(self, move_id: str) -> Move:
        """Load a wish."""
        document = self._collection.find_one({"_id": move_id})
        if document is None:
            raise MoveUnknown
        return from_document(document)

    def waiting_of(self, member_id: str) -> Move | None:
        """Find the wish of a member that is not over."""
        document = self._collection.find_one({"member_id": member_id, "waits": True})
        return from_document(document) if document else None

    def save(self, move: Move) -> None:
        """Write the state, if nobody did since it was loaded."""
        replace(self._collection, move, _fields(move))

    def without_consent(self, at: datetime) -> Iterator[Move]:
        """Look at the consent of everything that was asked."""
        stages: list[Document] = [
            {"$match": {"state": MoveState.ASKED.value}},
            *consented(at, wanted=False),
            {"$limit": _MOST_AT_ONCE},
        ]
        for document in self._collection.aggregate(stages):
            yield from_document(document)

    def accepted(self) -> Iterator[Move]:
        """Find what was accepted and is not carried out."""
        query = {"state": MoveState.ACCEPTED.value}
        for document in self._collection.find(query).limit(_MOST_AT_ONCE):
            yield from_document(document)


class MongoHomes:
    """Home centres in the collection `members`."""

    def __init__(self, database: Database[Document]) -> None:
        self._members = database["members"]

    def at_home_in(self, centre_id: str) -> Iterator[str]:
        """Go through the members at home in a centre."""
        query = {"home_centre_id": centre_id, "home_state": "confirmed"}
        for row in self._members.find(query, {"_id": True}).sort("_id", 1):
            yield row["_id"]


def _fields(move: Move) -> Document:
    return {
        "member_id": move.member_id,
        "from_centre_id": move.from_centre_id,
        "to_centre_id": move.to_centre_id,
        "consent_id": derived_id("consent", move.member_id, Purpose.TRANSFER, move.to_centre_id),
        "asked_at": move.asked_at,
        "expires_at": move.expires_at,
        "state": move.state.value,
        "waits": move.waits,
        "decided_by": move.decided_by,
        "ended_at": move.ended_at,
    }


def from_document(document: Document) -> Move:
    """Read a wish as it was saved."""
    return Move(
        **frame(document),
        member_id=document["member_id"],
        from_centre_id=document["from_centre_id"],
        to_centre_id=document["to_centre_id"],
        asked_at=document["asked_at"],
        expires_at=document["expires_at"],
        state=MoveState(document["state"]),
        decided_by=document["decided_by"],
        ended_at=document["ended_at"],
    )
