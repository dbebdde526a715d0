"""Webhooks on MongoDB."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import ReturnDocument
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.domain.errors.webhooks import TooManyWebhooks, WebhookUnknown
from alumni.domain.webhook import MAX_WEBHOOKS, Kind, Webhook

Document = dict[str, Any]


class MongoWebhooks:
    """Webhooks in the collection `webhooks`, each in one of the numbered places that a centre has."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["webhooks"]

    def ensure_indexes(self) -> None:
        """Keep the webhooks of a centre within their number, whoever writes at once."""
        self._collection.create_index([("centre_id", 1), ("place", 1)], unique=True)

    def add(self, webhook: Webhook) -> None:
        """Insert a webhook in the first place that is free."""
        whose = {"centre_id": webhook.centre_id}
        taken = {row["place"] for row in self._collection.find(whose, {"place": True})}
        for place in range(MAX_WEBHOOKS):
            if place in taken:
                continue
            try:
                self._collection.insert_one({"_id": webhook.id, "place": place, **_fields(webhook)})
            except DuplicateKeyError:
                continue  # Another webhook was given this place meanwhile.
            return
        raise TooManyWebhooks

    def get(self, centre_id: str, webhook_id: str) -> Webhook:
        """Load a webhook of a centre."""
        return _found(self._collection.find_one({"_id": webhook_id, "centre_id": centre_id}))

    def of(self, centre_id: str) -> Sequence[Webhook]:
        """Load the webhooks of a centre."""
        rows = self._collection.find({"centre_id": centre_id}).sort([("created_at", 1), ("_id", 1)])
        return [_from_document(row) for row in rows]

    def rotate(self, centre_id: str, webhook_id: str, *, at: datetime) -> Webhook:
        """Go over to the next secret."""
        return _found(
            self._collection.find_one_and_update(
                {"_id": webhook_id, "centre_id": centre_id},
                {"$inc": {"generation": 1}, "$set": {"rotated_at": at}},
                return_document=ReturnDocument.AFTER,
            )
        )

    def resume(self, centre_id: str, webhook_id: str) -> None:
        """Send to it again."""
        result = self._collection.update_one(
            {"_id": webhook_id, "centre_id": centre_id},
            {"$set": {"paused_at": None, "failing_since": None}},
        )
        if result.matched_count == 0:
            raise WebhookUnknown

    def arrived(self, webhook_id: str) -> None:
        """Forget that it was failing."""
        self._collection.update_one(
            {"_id": webhook_id, "failing_since": {"$ne": None}}, {"$set": {"failing_since": None}}
        )

    def failed(self, webhook_id: str, *, at: datetime) -> Webhook | None:
        """Write down since when it fails."""
        document = self._collection.find_one_and_update(
            {"_id": webhook_id},
            [{"$set": {"failing_since": {"$ifNull": ["$failing_since", at]}}}],
            return_document=ReturnDocument.AFTER,
        )
        return _from_document(document) if document else None

    def pause(self, webhook_id: str, *, at: datetime) -> None:
        """Send nothing to it."""
        self._collection.update_one({"_id": webhook_id, "paused_at": None}, {"$set": {"paused_at": at}})

    def remove(self, centre_id: str, webhook_id: str | None = None) -> None:
        """Remove a webhook, or all of a centre."""
        if webhook_id is None:
            self._collection.delete_many({"centre_id": centre_id})
            return
        if self._collection.delete_one({"_id": webhook_id, "centre_id": centre_id}).deleted_count == 0:
            raise WebhookUnknown


def _fields(webhook: Webhook) -> Document:
    fields = {name: value for name, value in vars(webhook).items() if name != "id"}
    return {**fields, "kinds": sorted(webhook.kinds)}


def _found(document: Document | None) -> Webhook:
    if document is None:
        raise WebhookUnknown
    return _from_document(document)


def _from_document(document: Document) -> Webhook:
    fields = {name: value for name, value in document.items() if name not in ("_id", "place")}
    kinds = frozenset(Kind(each) for each in document["kinds"])
    return Webhook(**{**fields, "id": document["_id"], "kinds": kinds})
