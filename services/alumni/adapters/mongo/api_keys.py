"""Keys of partner systems on MongoDB; a revoked one is gone."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pymongo import ReturnDocument
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.domain.api_key import MAX_KEYS, ApiKey, Scope
from alumni.domain.errors.api_keys import KeyLabelTaken, KeyUnknown, TooManyKeys

Document = dict[str, Any]


class MongoApiKeys:
    """Keys in the collection `api_keys`, each in one of the numbered places that a centre has."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["api_keys"]

    def ensure_indexes(self) -> None:
        """Keep labels unique in a centre, and keys within their number, whoever writes at once."""
        self._collection.create_index([("centre_id", 1), ("label_key", 1)], unique=True)
        self._collection.create_index([("centre_id", 1), ("place", 1)], unique=True)

    def add(self, key: ApiKey) -> None:
        """Insert a key in the first place that is free."""
        taken = {row["place"] for row in self._collection.find({"centre_id": key.centre_id}, {"place": True})}
        for place in range(MAX_KEYS):
            if place in taken:
                continue
            try:
                self._collection.insert_one({"_id": key.id, "place": place, **_fields(key)})
            except DuplicateKeyError as duplicate:
                if "label_key" in (duplicate.details or {}).get("keyPattern", {}):
                    raise KeyLabelTaken from None
                continue  # Another key was given this place meanwhile.
            return
        raise TooManyKeys

    def find(self, key_id: str) -> ApiKey | None:
        """Load a key."""
        document = self._collection.find_one({"_id": key_id})
        return _from_document(document) if document else None

    def rotate(self, centre_id: str, key_id: str, secret_hash: str, *, previous_until: datetime) -> ApiKey:
        """Let the newest secret be the one before."""
        document = self._collection.find_one_and_update(
            {"_id": key_id, "centre_id": centre_id},
            [
                {
                    "$set": {
                        "previous_hash": "$secret_hash",
                        "previous_until": previous_until,
                        "secret_hash": {"$literal": secret_hash},
                    }
                }
            ],
            return_document=ReturnDocument.AFTER,
        )
        if document is None:
            raise KeyUnknown
        return _from_document(document)

    def revoke(self, centre_id: str, key_id: str) -> None:
        """Remove a key."""
        if self._collection.delete_one({"_id": key_id, "centre_id": centre_id}).deleted_count == 0:
            raise KeyUnknown

    def used(self, key_id: str, on: date) -> None:
        """Write the day down, once a day."""
        day = on.isoformat()
        self._collection.update_one(
            {"_id": key_id, "last_used_on": {"$ne": day}}, {"$set": {"last_used_on": day}}
        )

    def of(self, centre_id: str) -> Sequence[ApiKey]:
        """Load the keys of a centre."""
        rows = self._collection.find({"centre_id": centre_id}).sort("label_key", 1)
        return [_from_document(row) for row in rows]


def _fields(key: ApiKey) -> Document:
    return {
        "centre_id": key.centre_id,
        "label": key.label,
        "label_key": key.label.casefold(),
        "scopes": sorted(key.scopes),
        "secret_hash": key.secret_hash,
        "created_at": key.created_at,
        "expires_on": key.expires_on and key.expires_on.isoformat(),
        "previous_hash": key.previous_hash,
        "previous_until": key.previous_until,
        "last_used_on": key.last_used_on and key.last_used_on.isoformat(),
    }


def _from_document(document: Document) -> ApiKey:
    return ApiKey(
        id=document["_id"],
        centre_id=document["centre_id"],
        label=document["label"],
        scopes=frozenset(Scope(each) for each in document["scopes"]),
        secret_hash=document["secret_hash"],
        created_at=document["created_at"],
        expires_on=_day(document["expires_on"]),
        previous_hash=document["previous_hash"],
        previous_until=document["previous_until"],
        last_used_on=_day(document["last_used_on"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
