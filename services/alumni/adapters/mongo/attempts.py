"""Codes on their way, on MongoDB: a try is one update in which the server decides."""

from datetime import datetime, timedelta
from typing import Any

from pymongo import ReturnDocument
from pymongo.database import Database

from alumni.domain.attempt import SignInAttempt
from alumni.domain.contact import Channel, Language, SealedContact
from alumni.domain.errors import CodeExpired, CodeWrong
from chassis.outbox import ensure_outbox_index, seal_all, shard_of

Document = dict[str, Any]

# An expired code stays a day, so that a relay which was away still finds the document it publishes.
KEPT_AFTER_EXPIRY = timedelta(days=1)


class MongoSignInAttempts:
    """Attempts in the collection `sign_in_attempts`."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["sign_in_attempts"]

    def ensure_indexes(self) -> None:
        """Forget attempts a day after they have expired."""
        self._collection.create_index("expires_at", expireAfterSeconds=int(KEPT_AFTER_EXPIRY.total_seconds()))
        self._collection.create_index("contact_index")
        self._collection.create_index("member_id", sparse=True)
        ensure_outbox_index(self._collection)

    def add(self, attempt: SignInAttempt) -> None:
        """Insert the attempt with the event that has its code sent."""
        self._collection.insert_one(
            {
                "_id": attempt.id,
                "version": 1,
                "sequence": len(attempt.events),
                "shard": shard_of(attempt.id),
                "outbox": seal_all(attempt.events, after=0),
                "channel": attempt.contact.channel.value,
                "contact_index": attempt.contact.index,
                "sealed_contact": attempt.contact.sealed,
                "code_mac": attempt.code_mac,
                "language": attempt.language.value,
                "expires_at": attempt.expires_at,
                "member_id": attempt.member_id,
                "tries_left": attempt.tries_left,
                "used_at": attempt.used_at,
            }
        )

    def try_code(
        self, attempt_id: str, code_mac: str, *, member_id: str | None, at: datetime
    ) -> SignInAttempt:
        """Use the code up or take a try, in one update of an attempt that is still open."""
        right = {"$eq": ["$code_mac", {"$literal": code_mac}]}
        document = self._collection.find_one_and_update(
            {
                "_id": attempt_id,
                "member_id": member_id,
                "used_at": None,
                "expires_at": {"$gt": at},
                "tries_left": {"$gt": 0},
            },
            [
                {
                    "$set": {
                        "used_at": {"$cond": [right, at, None]},
                        "tries_left": {"$subtract": ["$tries_left", {"$cond": [right, 0, 1]}]},
                        "version": {"$add": ["$version", 1]},
                    }
                }
            ],
            projection={"outbox": False},
            return_document=ReturnDocument.AFTER,
        )
        if document is None:
            raise CodeExpired
        if document["used_at"] is None:
            raise CodeWrong(document["tries_left"])
        return _from_document(document)

    def give_back(self, attempt: SignInAttempt) -> None:
        """Take the use back, if it is still this one."""
        self._collection.update_one(
            {"_id": attempt.id, "used_at": attempt.used_at},
            {"$set": {"used_at": None}, "$inc": {"version": 1}},
        )


def _from_document(document: Document) -> SignInAttempt:
    return SignInAttempt(
        id=document["_id"],
        contact=SealedContact(
            channel=Channel(document["channel"]),
            index=document["contact_index"],
            sealed=document["sealed_contact"],
        ),
        code_mac=document["code_mac"],
        language=Language(document["language"]),
        expires_at=document["expires_at"],
        member_id=document["member_id"],
        tries_left=document["tries_left"],
        used_at=document["used_at"],
    )
