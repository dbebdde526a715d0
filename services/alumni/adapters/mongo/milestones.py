"""Milestones and congratulations on MongoDB."""

from contextlib import suppress
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.adapters.mongo.aggregates import frame, insert, replace
from alumni.domain.errors import StaleAggregate
from alumni.domain.errors.milestones import MilestoneUnknown
from alumni.domain.reached import Audience, Congratulation, ReachedMilestone, Word
from chassis.outbox import ensure_outbox_index

Document = dict[str, Any]


class MongoMilestones:
    """Milestones in the collection `milestones`."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["milestones"]

    def ensure_indexes(self) -> None:
        """List a member's own, and what is shared with an audience."""
        self._collection.create_index([("member_id", 1), ("reached_at", -1), ("_id", -1)])
        self._collection.create_index([("shared_with", 1), ("shared_at", -1), ("_id", -1)])
        ensure_outbox_index(self._collection)

    def add_once(self, milestone: ReachedMilestone) -> None:
        """Insert one with its event, unless it is there."""
        with suppress(DuplicateKeyError):
            insert(self._collection, milestone, _fields(milestone))

    def get(self, milestone_id: str) -> ReachedMilestone:
        """Load one."""
        document = self._collection.find_one({"_id": milestone_id}, {"outbox": False})
        if document is None:
            raise MilestoneUnknown
        return ReachedMilestone(
            **frame(document),
            member_id=document["member_id"],
            milestone=document["milestone"],
            reached_at=document["reached_at"],
            shared_with={Audience(each) for each in document["shared_with"]},
            shared_at=document["shared_at"],
            centre_id=document["centre_id"],
        )

    def save(self, milestone: ReachedMilestone) -> None:
        """Write the state, if nobody did since it was loaded."""
        replace(self._collection, milestone, _fields(milestone))


class MongoCongratulations:
    """Congratulations in the collection `congratulations`."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["congratulations"]

    def ensure_indexes(self) -> None:
        """Find those of a milestone, and those of a person."""
        for field in ("milestone_id", "member_id", "whom"):
            self._collection.create_index(field)
        ensure_outbox_index(self._collection)

    def of(self, congratulation: Congratulation) -> Congratulation:
        """Load what was said."""
        document = self._collection.find_one({"_id": congratulation.id}, {"outbox": False})
        if document is None:
            return congratulation
        return Congratulation(
            **frame(document),
            milestone_id=document["milestone_id"],
            whom=document["whom"],
            member_id=document["member_id"],
            word=Word(document["word"]) if document["word"] else None,
        )

    def save(self, congratulation: Congratulation) -> None:
        """Write it, if nobody did since it was loaded."""
        fields = {
            "milestone_id": congratulation.milestone_id,
            "whom": congratulation.whom,
            "member_id": congratulation.member_id,
            "word": congratulation.word and congratulation.word.value,
        }
        if congratulation.version:
            replace(self._collection, congratulation, fields)
            return
        try:
            insert(self._collection, congratulation, fields)
        except DuplicateKeyError:
            raise StaleAggregate(congratulation.id) from None


def _fields(milestone: ReachedMilestone) -> Document:
    return {
        "member_id": milestone.member_id,
        "milestone": milestone.milestone,
        "reached_at": milestone.reached_at,
        "shared_with": sorted(milestone.shared_with),
        "shared_at": milestone.shared_at,
        "centre_id": milestone.centre_id,
    }
