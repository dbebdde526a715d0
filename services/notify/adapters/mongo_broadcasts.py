"""Broadcasts in MongoDB: what is decided by version, and the walk by its own cursor."""

from __future__ import annotations

from datetime import datetime

from pymongo import DESCENDING
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from chassis.outbox import seal_all, shard_of
from notify.adapters.broadcast_documents import state_fields, to_broadcast, walk_fields
from notify.adapters.documents import Document
from notify.domain.broadcast import MOST_OPEN, OPEN, Broadcast, Phase
from notify.domain.broadcast_errors import BroadcastStale, BroadcastUnknown, TooManyBroadcasts
from notify.domain.message import State

BROADCAST_STOPPED = "broadcast-stopped"
_ON_THEIR_WAY = [State.CREATED, State.SENDING, State.UNKNOWN]
# What a report tells of messages; an index of these answers it without reading one.
TOLD = ("broadcast_id", "state", "channel", "reason", "provider", "language")
_AT_ONCE = 20  # broadcasts that are looked at together


class MongoBroadcasts:
    """The Broadcasts port on the collection `broadcasts`."""

    def __init__(self, database: Database[Document]) -> None:
        self._broadcasts = database["broadcasts"]

    def ensure_indexes(self) -> None:
        """List those of a centre and of all, find what is due, and what somebody did."""
        newest_first = [("written_at", DESCENDING), ("_id", DESCENDING)]
        self._broadcasts.create_index([("centre_id", 1), *newest_first])
        self._broadcasts.create_index(newest_first)
        self._broadcasts.create_index([("phase", 1), ("scheduled_at", 1)])
        self._broadcasts.create_index("acts.by")

    def add(self, broadcast: Broadcast) -> Broadcast:
        """Insert, unless it is there already."""
        known = self._broadcasts.find_one({"_id": broadcast.id}, {"outbox": False})
        if known is not None:
            return to_broadcast(known)
        still_open = {"centre_id": broadcast.centre_id, "phase": {"$in": sorted(OPEN)}}
        if self._broadcasts.count_documents(still_open, limit=MOST_OPEN) >= MOST_OPEN:
            raise TooManyBroadcasts
        document = {
            "_id": broadcast.id,
            "version": 1,
            "sequence": len(broadcast.events),
            "shard": shard_of(broadcast.id),
            "outbox": seal_all(broadcast.events, after=0),
            **state_fields(broadcast),
            **walk_fields(broadcast),
        }
        try:
            self._broadcasts.insert_one(document)
        except DuplicateKeyError:
            return self.get(broadcast.id)
        broadcast.mark_saved()
        return broadcast

    def get(self, broadcast_id: str) -> Broadcast:
        """Load one."""
        document = self._broadcasts.find_one({"_id": broadcast_id}, {"outbox": False})
        if document is None:
            raise BroadcastUnknown
        return to_broadcast(document)

    def save(self, broadcast: Broadcast) -> None:
        """Write the state and its events, if nobody did since it was loaded."""
        events = seal_all(broadcast.events, after=broadcast.sequence)
        sequence = broadcast.sequence + len(events)
        result = self._broadcasts.update_one(
            {"_id": broadcast.id, "version": broadcast.version},
            {
                "$set": {**state_fields(broadcast), "sequence": sequence},
                "$inc": {"version": 1},
                "$push": {"outbox": {"$each": events}},
            },
        )
        if result.matched_count == 0:
            raise BroadcastStale
        broadcast.mark_saved()

    def remove(self, broadcast: Broadcast) -> None:
        """Delete one, if nobody changed it since it was loaded and all it told is published."""
        mine = {"_id": broadcast.id, "version": broadcast.version, "outbox": []}
        if self._broadcasts.delete_one(mine).deleted_count == 0:
            raise BroadcastStale

    def advance(self, broadcast: Broadcast, behind: str | None) -> bool:
        """Write how far the walk came, if it runs and nobody else went on from there."""
        still = {"_id": broadcast.id, "phase": Phase.RUNNING, "cursor": behind, "at_end": False}
        return self._broadcasts.update_one(still, {"$set": walk_fields(broadcast)}).matched_count == 1

    def due(self, at: datetime) -> list[Broadcast]:
        """Give those whose time has come, the oldest first."""
        waiting = {"phase": Phase.SCHEDULED, "scheduled_at": {"$lte": at}}
        return self._found(waiting)

    def in_phase(self, phase: Phase, since: datetime | None = None) -> list[Broadcast]:
        """Give those in a phase, which ended not before a moment."""
        return self._found({"phase": phase, **({"ended_at": {"$gte": since}} if since else {})})

    def _found(self, where: Document) -> list[Broadcast]:
        found = self._broadcasts.find(where, {"outbox": False}).sort("scheduled_at", 1).limit(_AT_ONCE)
        return [to_broadcast(each) for each in found]


class MongoBroadcastMessages:
    """The BroadcastMessages port on the collection `messages`."""

    def __init__(self, database: Database[Document]) -> None:
        self._messages = database["messages"]

    def ensure_indexes(self) -> None:
        """Count the messages of a broadcast by what became of them, without reading one."""
        self._messages.create_index(
            [(field, 1) for field in TOLD],
            name="broadcast",
            partialFilterExpression={"broadcast_id": {"$exists": True}},
        )

    def halt(self, broadcast_id: str, at: datetime) -> int:
        """Give up every message that no sender has taken yet, and let no other channel follow one."""
        result = self._messages.update_many(
            {"broadcast_id": broadcast_id, "state": State.CREATED},
            {
                "$set": {"state": State.FAILED, "since": at, "reason": BROADCAST_STOPPED},
                "$push": {"history": {"state": State.FAILED, "at": at}},
            },
        )
        followed = {"broadcast_id": broadcast_id, "follow_at": {"$exists": True}}
        self._messages.update_many(followed, {"$unset": {"follow_at": ""}})
        return result.modified_count

    def on_their_way(self, broadcast_id: str) -> bool:
        """Tell whether any message still waits or is in doubt."""
        waiting = {"broadcast_id": broadcast_id, "state": {"$in": _ON_THEIR_WAY}}
        return self._messages.count_documents(waiting, limit=1) > 0
