"""What a relay needs of the outboxes of one collection, on MongoDB and in memory."""

from __future__ import annotations

from collections.abc import Collection as Container
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from pymongo import WriteConcern

from chassis.leases import Shards
from chassis.outbox import Entry

if TYPE_CHECKING:
    from pymongo.collection import Collection

EVENTS_PER_DOCUMENT = 100
COUNTED_AT_MOST = 10_000

# An index serves only what asks for its first field; without, the server would read the whole collection.
_WAITING: dict[str, Any] = {"shard": {"$gte": 0}, "outbox.0": {"$exists": True}}


class Pending(NamedTuple):
    """One aggregate with events to publish, the oldest first."""

    key: str
    entries: list[Entry]


class Outboxes(Protocol):
    """The outboxes of the aggregates of one kind, in the collection `name`."""

    @property
    def name(self) -> str: ...

    def pending(self, shards: Shards, most: int, without: Container[str] = ()) -> Sequence[Pending]:
        """Give up to `most` aggregates of these shards that have events waiting, the longest first."""

    def mark(self, keys: Sequence[str], published: Sequence[str]) -> None:
        """Pull the published entries, named by their ids, from the outboxes of these aggregates."""

    def count(self) -> int:
        """Count the aggregates with something to publish, up to 10,000."""


class MongoOutboxes:
    """The outboxes of one MongoDB collection, found by the partial index of `ensure_outbox_index`."""

    def __init__(self, collection: Collection[Any]) -> None:
        self.collection = collection
        # A mark that a failover loses only repeats events, so nobody waits until it is safe.
        self._marking = collection.with_options(write_concern=WriteConcern(w=1, j=False))

    @property
    def name(self) -> str:
        """The collection's name."""
        return self.collection.name

    def pending(self, shards: Shards, most: int, without: Container[str] = ()) -> list[Pending]:
        """Give up to `most` aggregates of these shards that have events waiting, the longest first."""
        waiting = {**_WAITING, "shard": {"$in": sorted(shards)}}
        if without:
            waiting["_id"] = {"$nin": list(without)}
        found = self.collection.find(
            waiting,
            {"shard": 1, "outbox": {"$slice": EVENTS_PER_DOCUMENT}},
            sort=[("outbox.0.time", 1)],
            limit=most,
            batch_size=most,
        )
        return [Pending(document["_id"], document["outbox"]) for document in found]

    def mark(self, keys: Sequence[str], published: Sequence[str]) -> None:
        """Pull the published entries, named by their ids, from the outboxes of these aggregates."""
        self._marking.update_many({"_id": {"$in": keys}}, {"$pull": {"outbox": {"id": {"$in": published}}}})

    def count(self) -> int:
        """Count the aggregates with something to publish, up to 10,000."""
        return self.collection.count_documents(_WAITING, limit=COUNTED_AT_MOST)


class InMemoryOutboxes:
    """Outboxes of documents in a dictionary, shaped as in the database."""

    name = "memory"

    def __init__(self, documents: Iterable[dict[str, Any]] = ()) -> None:
        self.documents = {document["_id"]: document for document in documents}

    def pending(self, shards: Shards, most: int, without: Container[str] = ()) -> list[Pending]:
        """Give up to `most` aggregates of these shards that have events waiting, the longest first."""
        waiting = [
            document
            for document in self.documents.values()
            if document["outbox"] and document["shard"] in shards and document["_id"] not in without
        ]
        waiting.sort(key=lambda document: document["outbox"][0]["time"])
        return [Pending(found["_id"], found["outbox"][:EVENTS_PER_DOCUMENT]) for found in waiting[:most]]

    def mark(self, keys: Sequence[str], published: Sequence[str]) -> None:
        """Pull the published entries, named by their ids, from the outboxes of these aggregates."""
        for key in keys:
            document = self.documents[key]
            document["outbox"] = [entry for entry in document["outbox"] if entry["id"] not in published]

    def count(self) -> int:
        """Count the aggregates with something to publish, up to 10,000."""
        return min(COUNTED_AT_MOST, sum(bool(document["outbox"]) for document in self.documents.values()))
