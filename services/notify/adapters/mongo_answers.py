"""Texts that came in, in MongoDB: one for each of the provider's messages, with what others are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from chassis.events import DomainEvent
from chassis.mongo import confirmed
from chassis.outbox import seal_all, shard_of
from notify.adapters.documents import Document

KEEP_FOR = timedelta(days=30)  # longer than the provider repeats a message


class MongoAnswers:
    """Answers in the collection `answers`; the words are not among them."""

    def __init__(self, database: Database[Document]) -> None:
        self._answers = database["answers"]

    def ensure_indexes(self) -> None:
        """Find what a member answered, and forget."""
        self._answers.create_index("member_id")
        self._answers.create_index("received_at", expireAfterSeconds=int(KEEP_FOR.total_seconds()))

    def knows(self, answer_id: str) -> bool:
        """Tell whether everything was done about a text."""
        return self._answers.count_documents({"_id": answer_id}, limit=1) > 0

    def keep(self, answer_id: str, member_id: str | None, facts: Sequence[DomainEvent], at: datetime) -> None:
        """Keep that a text was taken, with its facts, once."""
        document = {
            "_id": answer_id,
            "version": 1,
            "sequence": len(facts),
            "shard": shard_of(answer_id),
            "outbox": seal_all(facts, after=0),
            "received_at": at,
            **({"member_id": member_id} if member_id else {}),
        }
        try:
            with confirmed():
                self._answers.insert_one(document)
        except DuplicateKeyError:
            return
