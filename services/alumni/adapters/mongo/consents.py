"""Consents on MongoDB: a document a member, purpose and recipient."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from pymongo import UpdateOne
from pymongo.database import Database

from chassis.ids import derived_id

Document = dict[str, Any]


class MongoConsents:
    """Consents in the collection `consents`."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["consents"]

    def ensure_indexes(self) -> None:
        """Find what a member has agreed to."""
        self._collection.create_index([("member_id", 1), ("purpose", 1)])

    def give(
        self, member_id: str, purposes: Collection[str], *, notice: str, language: str, at: datetime
    ) -> None:
        """Record the purposes that are not agreed to yet."""
        said: Document = {"notice": notice, "language": language}
        if purposes:
            self._collection.bulk_write([_given(member_id, each, None, None, at, said) for each in purposes])

    def withdraw(self, member_id: str, purpose: str, at: datetime) -> None:
        """End the consent to a purpose, towards everybody."""
        self._collection.update_many(
            {"member_id": member_id, "purpose": purpose, "withdrawn_at": None}, {"$set": {"withdrawn_at": at}}
        )

    def granted(self, member_id: str, purpose: str, *, recipient: str | None = None, at: datetime) -> bool:
        """Look for a consent that is neither withdrawn nor over."""
        found = self._collection.find_one({"_id": _id(member_id, purpose, recipient), "withdrawn_at": None})
        return found is not None and (found["expires_at"] is None or found["expires_at"] > at)

    def grant_to(
        self, member_id: str, purpose: str, recipient: str, expires_at: datetime, at: datetime
    ) -> None:
        """Record the consent towards a recipient, anew where it was withdrawn or is over."""
        self._collection.bulk_write([_given(member_id, purpose, recipient, expires_at, at, {})])


def _id(member_id: str, purpose: str, recipient: str | None) -> str:
    return derived_id("consent", member_id, purpose, recipient or "")


def _given(
    member_id: str,
    purpose: str,
    recipient: str | None,
    expires_at: datetime | None,
    at: datetime,
    said: Document,
) -> UpdateOne:
    what = {"member_id": member_id, "purpose": purpose, "recipient": recipient}
    return UpdateOne(
        {"_id": _id(member_id, purpose, recipient)},
        {"$set": {**what, **said, "expires_at": expires_at, "given_at": at, "withdrawn_at": None}},
        upsert=True,
    )
