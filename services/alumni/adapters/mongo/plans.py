"""Plans on MongoDB: a document a member."""

from datetime import date
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.adapters.mongo.aggregates import frame, insert, replace
from alumni.domain.errors import StaleAggregate
from alumni.domain.plan import Item, Kind, Plan

Document = dict[str, Any]


class MongoPlans:
    """Plans in the collection `plans`."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["plans"]

    def of(self, member_id: str) -> Plan:
        """Load a member's plan, or begin one."""
        document = self._collection.find_one({"_id": member_id})
        if document is None:
            return Plan(id=member_id)
        return Plan(
            **frame(document),
            items=[_item(each) for each in document["items"]],
            shared_with=tuple(document["shared_with"]),
        )

    def save(self, plan: Plan) -> None:
        """Write the state, if nobody did since it was loaded."""
        fields = {
            "items": [
                {**vars(each), "kind": each.kind.value, "on": each.on.isoformat() if each.on else None}
                for each in plan.items
            ],
            "shared_with": list(plan.shared_with),
        }
        if plan.version:
            replace(self._collection, plan, fields)
            return
        try:
            insert(self._collection, plan, fields)
        except DuplicateKeyError:
            raise StaleAggregate(plan.id) from None


def _item(document: Document) -> Item:
    on = date.fromisoformat(document["on"]) if document["on"] else None
    return Item(**{**document, "kind": Kind(document["kind"]), "on": on})
