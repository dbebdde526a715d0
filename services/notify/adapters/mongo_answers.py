"""Answers in MongoDB: each with the fact that it tells, once for each of the provider's messages."""

from __future__ import annotations

from datetime import timedelta

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from chassis.outbox import seal_all, shard_of
from notify.adapters.documents import Document
from notify.domain.answer import Answer
from notify.domain.events.answers import AnswerReceived

KEEP_FOR = timedelta(days=30)  # longer than the provider repeats a message


class MongoAnswers:
    """Answers in the collection `answers`."""

    def __init__(self, database: Database[Document]) -> None:
        self._answers = database["answers"]

    def ensure_indexes(self) -> None:
        """Find what a member answered, and forget."""
        self._answers.create_index("member_id")
        self._answers.create_index("received_at", expireAfterSeconds=int(KEEP_FOR.total_seconds()))

    def add_once(self, answer: Answer) -> bool:
        """Keep an answer with its fact; False where it is known."""
        fact = AnswerReceived(
            answer_id=answer.id,
            member_id=answer.member_id,
            sober=answer.said.sober,
            craving=answer.said.craving,
            received_at=answer.received_at,
        )
        document = {
            "_id": answer.id,
            "version": 1,
            "sequence": 1,
            "shard": shard_of(answer.id),
            "outbox": seal_all([fact], after=0),
            "member_id": answer.member_id,
            "received_at": answer.received_at,
        }
        try:
            self._answers.insert_one(document)
        except DuplicateKeyError:
            return False
        return True
