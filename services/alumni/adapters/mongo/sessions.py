"""Sessions on MongoDB: a rotation is one update in which the server decides."""

from datetime import datetime
from typing import Any

from pymongo import ReturnDocument
from pymongo.database import Database

from alumni.domain.errors import RefreshTokenRefused
from alumni.domain.session import IDLE_BOUND, RefreshToken, Session

Document = dict[str, Any]


class MongoSessions:
    """Sessions in the collection `sessions`; forgotten when their idle bound is over."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["sessions"]

    def ensure_indexes(self) -> None:
        """Find a session by its family, and forget it when it has idled too long."""
        self._collection.create_index("family_hash", unique=True)
        self._collection.create_index("idle_until", expireAfterSeconds=0)
        self._collection.create_index([("member_id", 1), ("_id", 1)])

    def add(self, session: Session) -> None:
        """Insert a session."""
        self._collection.insert_one(
            {
                "_id": session.id,
                "member_id": session.member_id,
                "family_hash": session.family_hash,
                "secret_hash": session.secret_hash,
                "idle_until": session.idle_until,
                "started_at": session.started_at,
                "used_at": session.used_at,
                "client": session.client,
                "revoked_at": session.revoked_at,
            }
        )

    def rotate(self, presented: RefreshToken, following: RefreshToken, *, at: datetime) -> Session:
        """Exchange the newest secret, or end the family of an old one, in one update."""
        newest = {"$eq": ["$secret_hash", {"$literal": presented.secret_hash}]}
        document = self._collection.find_one_and_update(
            {"family_hash": presented.family_hash, "revoked_at": None, "idle_until": {"$gt": at}},
            [
                {
                    "$set": {
                        "secret_hash": {"$cond": [newest, following.secret_hash, "$secret_hash"]},
                        "idle_until": {"$cond": [newest, at + IDLE_BOUND, "$idle_until"]},
                        "used_at": {"$cond": [newest, at, "$used_at"]},
                        "revoked_at": {"$cond": [newest, None, at]},
                    }
                }
            ],
            return_document=ReturnDocument.AFTER,
        )
        if document is None or document["revoked_at"] is not None:
            raise RefreshTokenRefused
        return Session(
            id=document["_id"],
            member_id=document["member_id"],
            family_hash=document["family_hash"],
            secret_hash=document["secret_hash"],
            idle_until=document["idle_until"],
            started_at=document["started_at"],
            used_at=document["used_at"],
            client=document["client"],
        )

    def revoke(self, session_id: str, *, at: datetime) -> None:
        """End a session that is not over yet."""
        self._collection.update_one({"_id": session_id, "revoked_at": None}, {"$set": {"revoked_at": at}})

    def revoke_of(self, member_id: str, session_id: str, *, at: datetime) -> None:
        """End a session of this member."""
        self._end({"_id": session_id, "member_id": member_id}, at)

    def revoke_all(self, member_id: str, *, at: datetime, but: str | None = None) -> None:
        """End every session of a member, except perhaps one."""
        self._end({"member_id": member_id, "_id": {"$ne": but}}, at)

    def _end(self, which: Document, at: datetime) -> None:
        self._collection.update_many({**which, "revoked_at": None}, {"$set": {"revoked_at": at}})
