"""Webhooks and their dead letters, for those who manage them."""

from typing import Any

from pymongo.database import Database

from alumni.adapters.mongo.deliveries import from_document
from alumni.domain.webhook import DeliveryState, Kind, Webhook

Document = dict[str, Any]


def webhook(found: Webhook) -> Document:
    """Show a webhook without its secret, and whether it is paused."""
    return {
        "id": found.id,
        "url": found.url,
        "kinds": sorted(found.kinds),
        "created_at": found.created_at,
        "failing_since": found.failing_since,
        "paused_at": found.paused_at,
    }


def dead_letters(database: Database[Document], webhook_id: str, *, behind: str, limit: int) -> list[Document]:
    """List what never arrived at a webhook."""
    query = {"webhook_id": webhook_id, "state": DeliveryState.DEAD.value, "_id": {"$gt": behind}}
    rows = database["webhook_deliveries"].find(query).sort("_id", 1).limit(limit)
    return [_letter(row) for row in rows]


def _letter(row: Document) -> Document:
    found = from_document(row)
    return {
        "id": found.id,
        "kind": Kind(found.kind),
        "occurred_at": found.occurred_at,
        "tries": found.tries,
        "outcome": found.outcome,
        "ended_at": found.ended_at,
    }
