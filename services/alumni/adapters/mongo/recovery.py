"""Recoveries on MongoDB."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database

from alumni.adapters.mongo.aggregates import frame, insert, replace
from alumni.domain.contact import Channel, SealedContact
from alumni.domain.errors.recovery import RecoveryUnknown
from alumni.domain.recovery import Approval, Recovery, RecoveryState
from chassis.outbox import ensure_outbox_index

Document = dict[str, Any]
KEPT_AFTER_EXPIRY = timedelta(days=30)
_MOST_AT_ONCE = 100


class MongoRecoveries:
    """Recoveries in the collection `recoveries`; forgotten a month after their end."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["recoveries"]

    def ensure_indexes(self) -> None:
        """List those of a centre, find what is due, and forget."""
        self._collection.create_index([("centre_id", 1), ("state", 1), ("_id", 1)])
        self._collection.create_index([("state", 1), ("due_at", 1)])
        self._collection.create_index("member_id")
        self._collection.create_index("contact.index")
        self._collection.create_index("approvals.by")
        self._collection.create_index("expires_at", expireAfterSeconds=int(KEPT_AFTER_EXPIRY.total_seconds()))
        ensure_outbox_index(self._collection)

    def add(self, recovery: Recovery) -> None:
        """Insert a recovery with its event."""
        insert(self._collection, recovery, _fields(recovery))

    def get(self, recovery_id: str) -> Recovery:
        """Load a recovery."""
        document = self._collection.find_one({"_id": recovery_id}, {"outbox": False})
        if document is None:
            raise RecoveryUnknown
        return _from_document(document)

    def save(self, recovery: Recovery) -> None:
        """Write the state, if nobody did since it was loaded."""
        replace(self._collection, recovery, _fields(recovery))

    def due(self, at: datetime) -> Iterator[Recovery]:
        """Find what was agreed and whose wait is over."""
        query = {"state": RecoveryState.AGREED.value, "due_at": {"$lte": at}}
        for document in self._collection.find(query, {"outbox": False}).limit(_MOST_AT_ONCE):
            yield _from_document(document)


def _fields(recovery: Recovery) -> Document:
    contact = recovery.contact
    return {
        "member_id": recovery.member_id,
        "centre_id": recovery.centre_id,
        "contact": {"channel": contact.channel.value, "index": contact.index, "sealed": contact.sealed},
        "asked_at": recovery.asked_at,
        "expires_at": recovery.expires_at,
        "state": recovery.state.value,
        "approvals": [vars(each) for each in recovery.approvals],
        "due_at": recovery.due_at if recovery.state is RecoveryState.AGREED else None,
    }


def _from_document(document: Document) -> Recovery:
    contact = document["contact"]
    return Recovery(
        **frame(document),
        member_id=document["member_id"],
        centre_id=document["centre_id"],
        contact=SealedContact(
            channel=Channel(contact["channel"]), index=contact["index"], sealed=contact["sealed"]
        ),
        asked_at=document["asked_at"],
        expires_at=document["expires_at"],
        state=RecoveryState(document["state"]),
        approvals=[Approval(**each) for each in document["approvals"]],
    )
