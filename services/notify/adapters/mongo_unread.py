"""Texts that only a person can read, in MongoDB: sealed to our own key, for a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from pymongo.database import Database

from notify.adapters.documents import Document
from notify.domain.contacts import Contacts

KEEP_FOR = timedelta(days=30)


class MongoUnread:
    """The Unread port in the collection `unread_texts`."""

    def __init__(self, database: Database[Document]) -> None:
        self._texts = database["unread_texts"]

    def ensure_indexes(self) -> None:
        """Find the texts of a home, the newest first, and those of a member; forget."""
        self._texts.create_index([("centre_id", 1), ("received_at", -1), ("_id", -1)])
        self._texts.create_index("member_id")
        self._texts.create_index("handled_by", sparse=True)
        self._texts.create_index("received_at", expireAfterSeconds=int(KEEP_FOR.total_seconds()))

    def add_once(self, text_id: str, member: Contacts, sealed: str, at: datetime) -> None:
        """Keep a text for the coordinators of the member's home."""
        text = {
            "member_id": member.member_id,
            "centre_id": member.centre_id,
            "sealed": sealed,
            "received_at": at,
        }
        self._texts.update_one({"_id": text_id}, {"$setOnInsert": text}, upsert=True)

    def handle(self, text_id: str, centre_id: str, by: str, at: datetime) -> bool:
        """Note who saw to a text of a home, the first time; False where the home has no such text."""
        found = {"_id": text_id, "centre_id": centre_id}
        self._texts.update_one(
            {**found, "handled_at": {"$exists": False}}, {"$set": {"handled_at": at, "handled_by": by}}
        )
        return self._texts.count_documents(found, limit=1) > 0
