"""Contacts that two persons opened for a threat to life: shown once, to the one who asked, for a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database

from chassis.events import Event
from notify.adapters.documents import Document

REMEMBERED = timedelta(days=365)


class MongoGlasses:
    """What alumni told of openings, in the collection `glasses`; when one was shown stays on record."""

    def __init__(self, database: Database[Document]) -> None:
        self._glasses = database["glasses"]
        self._contacts = database["contacts"]

    def ensure_indexes(self) -> None:
        """Find those of a member and of a coordinator, and forget after a year."""
        self._glasses.create_index("member_id")
        self._glasses.create_index("by")
        self._glasses.create_index("until", expireAfterSeconds=int(REMEMBERED.total_seconds()))

    def keep(self, event: Event) -> None:
        """Keep an opening, once, however often it is heard."""
        data: dict[str, Any] = dict(event.data)
        glass_id = data.pop("glass_id")
        self._glasses.update_one({"_id": glass_id}, {"$setOnInsert": {**data, "shown_at": None}}, upsert=True)

    def take(self, glass_id: str, by: str, at: datetime) -> dict[str, str] | None:
        """Give the sealed contacts of an opening to the one who asked, once; None in every other case."""
        open_now = {"_id": glass_id, "by": by, "until": {"$gt": at}, "shown_at": None}
        glass = self._glasses.find_one_and_update(open_now, {"$set": {"shown_at": at}})
        if glass is None:
            return None
        known = self._contacts.find_one({"_id": glass["member_id"]}, {"sealed": True}) or {"sealed": {}}
        return {
            channel: sealed for channel, sealed in known["sealed"].items() if channel in glass["channels"]
        }
