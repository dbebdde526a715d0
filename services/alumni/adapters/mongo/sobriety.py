"""Records of sobriety on MongoDB: a document a member."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.adapters.mongo.aggregates import frame, insert, replace
from alumni.domain.errors import StaleAggregate
from alumni.domain.sobriety import Before, Sobriety, Streak

Document = dict[str, Any]
_MOST_AT_ONCE = 500


class MongoSobrietyRecords:
    """Records in the collection `sobriety`."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["sobriety"]

    def ensure_indexes(self) -> None:
        """Find the milestones that are reached, among those that anybody has ahead."""
        self._collection.create_index(
            "next_milestone_at", partialFilterExpression={"next_milestone_at": {"$type": "date"}}
        )

    def of(self, member_id: str) -> Sobriety | None:
        """Load a member's record."""
        document = self._collection.find_one({"_id": member_id})
        return None if document is None else _from_document(document)

    def save(self, record: Sobriety) -> None:
        """Write the state, if nobody did since it was loaded."""
        if record.version:
            replace(self._collection, record, _fields(record))
            return
        try:
            insert(self._collection, record, _fields(record))
        except DuplicateKeyError:
            raise StaleAggregate(record.id) from None

    def due(self, at: datetime) -> Iterator[Sobriety]:
        """Find whose next milestone is reached, the longest due first."""
        query = {"next_milestone_at": {"$lte": at, "$type": "date"}}
        for document in self._collection.find(query).sort("next_milestone_at", 1).limit(_MOST_AT_ONCE):
            yield _from_document(document)


def _fields(record: Sobriety) -> Document:
    milestone, due = record.next_milestone or (None, None)
    return {
        "time_zone": record.time_zone,
        "streak_id": record.streak_id,
        "started_at": record.started_at,
        "best_days": record.best_days,
        "history": [vars(each) for each in record.history],
        "before": record.before and vars(record.before),
        "next_milestone": milestone,
        "next_milestone_at": due,
    }


def _from_document(document: Document) -> Sobriety:
    before, due = document["before"], document["next_milestone_at"]
    return Sobriety(
        **frame(document),
        time_zone=document["time_zone"],
        streak_id=document["streak_id"],
        started_at=document["started_at"],
        best_days=document["best_days"],
        history=[Streak(**each) for each in document["history"]],
        before=Before(**before) if before else None,
        next_milestone=(document["next_milestone"], due) if due else None,
    )
