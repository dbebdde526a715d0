"""Who cannot be reached over which channel, and since when, with the facts that tell it."""

from __future__ import annotations

from datetime import datetime

from pymongo import ASCENDING
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from chassis.events import DomainEvent
from chassis.outbox import seal, shard_of
from notify.adapters.documents import Document
from notify.domain.events.reach import ContactReachable, ContactUnreachable


class MongoReach:
    """The collection `reach`, a document per member, and what follows from it in `contacts`.

    The fact and the channel are written in one update; `contacts` follows, and may follow twice.
    """

    def __init__(self, database: Database[Document]) -> None:
        self._reach = database["reach"]
        self._contacts = database["contacts"]

    def ensure_indexes(self) -> None:
        """Find the members of a centre who cannot be reached."""
        self._contacts.create_index(
            [("centre_id", ASCENDING), ("_id", ASCENDING)],
            name="unreachable",
            partialFilterExpression={"unreachable.0": {"$exists": True}},
        )

    def lost(self, member_id: str, channel: str, tried_at: datetime, at: datetime) -> bool:
        """Note that a contact is dead, unless it was replaced after the message that shows it was tried."""
        member = self._contacts.find_one({"_id": member_id}, {"contact_since": True})
        if member is None or member.get("contact_since", {}).get(channel, tried_at) > tried_at:
            return False
        fact = ContactUnreachable(member_id=member_id, channel=channel, since=at)
        new = self._tell(
            member_id,
            {f"channels.{channel}": {"$exists": False}},
            fact,
            {"$set": {f"channels.{channel}": at}},
        )
        self._contacts.update_one({"_id": member_id}, {"$addToSet": {"unreachable": channel}})
        return new

    def found(self, member_id: str, channel: str, at: datetime) -> None:
        """Note that the contact of a channel has changed: whether the new one is dead, nobody knows."""
        changed = {"$set": {f"contact_since.{channel}": at}, "$pull": {"unreachable": channel}}
        self._contacts.update_one({"_id": member_id}, changed)
        fact = ContactReachable(member_id=member_id, channel=channel, since=at)
        self._tell(
            member_id,
            {f"channels.{channel}": {"$exists": True}},
            fact,
            {"$unset": {f"channels.{channel}": ""}},
        )

    def _tell(self, member_id: str, only_if: Document, fact: DomainEvent, change: Document) -> bool:
        """Write a change and its fact in one update, where the change is one."""
        for _ in range(3):
            known = self._reach.find_one({"_id": member_id}, {"sequence": True})
            sequence = known["sequence"] if known else 0
            if known is None and "$unset" in change:
                return False
            update = {
                **change,
                "$set": {**change.get("$set", {}), "sequence": sequence + 1, "shard": shard_of(member_id)},
                "$push": {"outbox": seal(fact, sequence + 1)},
            }
            same = {
                "_id": member_id,
                **({"sequence": sequence} if known else {"sequence": {"$exists": False}}),
            }
            try:
                told = self._reach.update_one({**same, **only_if}, update, upsert=known is None)
            except DuplicateKeyError:
                continue
            if told.matched_count or told.upserted_id:
                return True
        return False
