"""Plans for check-ins on MongoDB: a document a member, found by when its next step is due."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.adapters.mongo.aggregates import frame, insert, replace
from alumni.domain.check_in_plan import CheckInPlan, First, Span, Step, Wishes
from alumni.domain.errors import StaleAggregate
from chassis.outbox import ensure_outbox_index

Document = dict[str, Any]
BATCH = 500


class MongoCheckInPlans:
    """Plans in the collection `check_in_plans`."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["check_in_plans"]

    def ensure_indexes(self) -> None:
        """Find what is due, among what is on."""
        self._collection.create_index(
            "next_due_at", partialFilterExpression={"next_due_at": {"$type": "date"}}
        )
        ensure_outbox_index(self._collection)

    def of(self, member_id: str) -> CheckInPlan | None:
        """Load a member's plan."""
        document = self._collection.find_one({"_id": member_id}, {"outbox": False})
        return None if document is None else _from_document(document)

    def save(self, plan: CheckInPlan) -> None:
        """Write the state, if nobody did since it was loaded."""
        if plan.version:
            replace(self._collection, plan, _fields(plan))
            return
        try:
            insert(self._collection, plan, _fields(plan))
        except DuplicateKeyError:
            raise StaleAggregate(plan.id) from None

    def due(self, at: datetime) -> Sequence[CheckInPlan]:
        """Find what is due, the longest first."""
        query = {"next_due_at": {"$lte": at, "$type": "date"}}
        rows = self._collection.find(query, {"outbox": False}).sort("next_due_at", 1).limit(BATCH)
        return [_from_document(row) for row in rows]


def _fields(plan: CheckInPlan) -> Document:
    wishes = plan.wishes
    return {
        "on": wishes.on,
        "due_hour": wishes.due_hour,
        "delay_hours": wishes.delay_hours,
        "first": wishes.first.value,
        "quiet": [{"first": s.first.isoformat(), "last": s.last.isoformat()} for s in wishes.quiet],
        "time_zone": plan.time_zone,
        "step": plan.step.value,
        "next_due_at": plan.next_at,
        "day": plan.day.isoformat() if plan.day else None,
    }


def _from_document(document: Document) -> CheckInPlan:
    spans = (
        Span(first=date.fromisoformat(each["first"]), last=date.fromisoformat(each["last"]))
        for each in document["quiet"]
    )
    return CheckInPlan(
        **frame(document),
        wishes=Wishes(
            on=document["on"],
            due_hour=document["due_hour"],
            delay_hours=document["delay_hours"],
            first=First(document["first"]),
            quiet=tuple(spans),
        ),
        time_zone=document["time_zone"],
        step=Step(document["step"]),
        next_at=document["next_due_at"],
        day=date.fromisoformat(document["day"]) if document["day"] else None,
    )
