"""Deliveries to webhooks on MongoDB: claimed by moving ahead when they are due."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from pymongo import ReturnDocument
from pymongo.database import Database
from pymongo.errors import BulkWriteError

from alumni.domain.errors.webhooks import DeadLetterUnknown
from alumni.domain.webhook import LEASE, Delivery, DeliveryState, Outcome

Document = dict[str, Any]
KEPT_AFTER_END = timedelta(days=30)
_DUPLICATE = 11000


class MongoDeliveries:
    """Deliveries in the collection `webhook_deliveries`; forgotten a month after their end."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["webhook_deliveries"]

    def ensure_indexes(self) -> None:
        """Find what is due, list dead letters, find what is of a member, and forget."""
        self._collection.create_index([("state", 1), ("due_at", 1)])
        self._collection.create_index([("webhook_id", 1), ("state", 1), ("_id", 1)])
        self._collection.create_index("centre_id")
        self._collection.create_index("data.member_id", sparse=True)
        self._collection.create_index("ended_at", expireAfterSeconds=int(KEPT_AFTER_END.total_seconds()))

    def add_once(self, deliveries: Collection[Delivery]) -> None:
        """Insert those that are not there yet."""
        try:
            self._collection.insert_many([_to_document(each) for each in deliveries], ordered=False)
        except BulkWriteError as error:
            if any(each["code"] != _DUPLICATE for each in (error.details or {})["writeErrors"]):
                raise

    def claim(self, at: datetime) -> Delivery | None:
        """Move ahead when one is due next, so that a sender that dies is followed by another."""
        document = self._collection.find_one_and_update(
            {"state": DeliveryState.WAITING.value, "due_at": {"$lte": at}},
            {"$set": {"due_at": at + LEASE}},
            sort=[("due_at", 1)],
            return_document=ReturnDocument.AFTER,
        )
        return from_document(document) if document else None

    def settle(self, claimed: Delivery, settled: Delivery) -> None:
        """Write what came of the try, if the claim is still this one."""
        fields = _to_document(settled)
        self._collection.update_one(
            {
                "_id": claimed.id,
                "state": claimed.state.value,
                "tries": claimed.tries,
                "due_at": claimed.due_at,
            },
            {"$set": {name: value for name, value in fields.items() if name != "_id"}},
        )

    def give_up(self, webhook_id: str, *, at: datetime) -> None:
        """Make dead letters of everything that waits."""
        self._collection.update_many(
            {"webhook_id": webhook_id, "state": DeliveryState.WAITING.value},
            {
                "$set": {
                    "state": DeliveryState.DEAD.value,
                    "outcome": Outcome.PAUSED.value,
                    "ended_at": at,
                }
            },
        )

    def replay(self, webhook_id: str, delivery_id: str, *, at: datetime) -> None:
        """Let a dead letter begin anew."""
        result = self._collection.update_one(
            {"_id": delivery_id, "webhook_id": webhook_id, "state": DeliveryState.DEAD.value},
            {
                "$set": {
                    "state": DeliveryState.WAITING.value,
                    "tries": 0,
                    "due_at": at,
                    "ended_at": None,
                }
            },
        )
        if result.matched_count == 0:
            raise DeadLetterUnknown

    def remove(self, centre_id: str, webhook_id: str | None = None) -> None:
        """Remove what was on its way to a webhook, or to all of a centre."""
        whose = {"centre_id": centre_id}
        self._collection.delete_many({**whose, "webhook_id": webhook_id} if webhook_id else whose)


def _to_document(delivery: Delivery) -> Document:
    fields = {name: value for name, value in vars(delivery).items() if name != "id"}
    return {
        "_id": delivery.id,
        **fields,
        "kind": str(delivery.kind),
        "data": dict(delivery.data),
        "state": delivery.state.value,
        "outcome": delivery.outcome and delivery.outcome.value,
    }


def from_document(document: Document) -> Delivery:
    """Read a delivery as it is stored."""
    fields = {name: value for name, value in document.items() if name != "_id"}
    outcome = document["outcome"]
    return Delivery(
        **{
            **fields,
            "id": document["_id"],
            "state": DeliveryState(document["state"]),
            "outcome": Outcome(outcome) if outcome else None,
        }
    )
