"""Parked records: what cannot be handled yet waits in the service's own database, per key and in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from chassis.clock import utc_now
from chassis.redaction import redact_text

if TYPE_CHECKING:
    from pymongo.database import Database

Headers = Sequence[tuple[str, bytes]]


class Received(Protocol):
    """A record as it came from Kafka."""

    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Headers: ...


class Place(NamedTuple):
    """Where the order of records is kept: one key of one partition."""

    topic: str
    partition: int
    key: bytes


@dataclass(frozen=True, kw_only=True)
class ParkedRecord:
    """A record that waits, with how often it was tried and why it failed last."""

    topic: str
    partition: int
    offset: int
    key: bytes
    value: bytes | None
    headers: Headers
    attempts: int
    parked_at: datetime
    due_at: datetime
    cause: str

    @property
    def place(self) -> Place:
        """The key behind which its followers wait."""
        return Place(self.topic, self.partition, self.key)


def parked(record: Received, *, attempts: int, due_at: datetime, cause: str) -> ParkedRecord:
    """Make a received record ready for parking; its cause is kept without contacts."""
    return ParkedRecord(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=record.key or b"",
        value=record.value,
        headers=list(record.headers),
        attempts=attempts,
        parked_at=utc_now(),
        due_at=due_at,
        cause=redact_text(cause)[:500],
    )


class ParkedRecords(Protocol):
    """The parked records of one consumer group."""

    def waiting(self, topic: str, partition: int) -> dict[Place, datetime]:
        """Give the places of a partition where records wait, each with the time its first one is due."""

    def park(self, record: ParkedRecord) -> None:
        """Keep a record until it is removed; one that is parked already stays as it is."""

    def first(self, place: Place) -> ParkedRecord | None:
        """Give the record that came first among those that wait at a place."""

    def postpone(self, record: ParkedRecord, due_at: datetime, cause: str) -> None:
        """Count one more failed attempt and wait until `due_at`."""

    def remove(self, record: ParkedRecord) -> None:
        """Forget a record that was handled or given up."""


class MongoParkedRecords:
    """Parked records in the collection `parked` of the service's own database."""

    def __init__(self, database: Database[dict[str, Any]], group: str) -> None:
        self._collection = database["parked"]
        self._group = group

    def ensure_index(self) -> None:
        """Create the index that finds what waits at a place, in order."""
        self._collection.create_index(
            [("group", 1), ("topic", 1), ("partition", 1), ("key", 1), ("offset", 1)], name="place"
        )

    def waiting(self, topic: str, partition: int) -> dict[Place, datetime]:
        """Give the places of a partition where records wait, each with the time its first one is due."""
        found = self._collection.aggregate(
            [
                {"$match": {"group": self._group, "topic": topic, "partition": partition}},
                {"$sort": {"key": 1, "offset": 1}},
                {"$group": {"_id": "$key", "due_at": {"$first": "$due_at"}}},
            ]
        )
        return {Place(topic, partition, place["_id"]): place["due_at"] for place in found}

    def park(self, record: ParkedRecord) -> None:
        """Keep a record until it is removed; one that is parked already stays as it is."""
        document = {name: getattr(record, name) for name in ParkedRecord.__dataclass_fields__}
        document["headers"] = [list(header) for header in record.headers]
        self._collection.update_one(
            {"_id": self._id(record)}, {"$setOnInsert": {"group": self._group, **document}}, upsert=True
        )

    def first(self, place: Place) -> ParkedRecord | None:
        """Give the record that came first among those that wait at a place."""
        found = self._collection.find_one(
            {"group": self._group, **place._asdict()}, {"_id": 0, "group": 0}, sort=[("offset", 1)]
        )
        if found is None:
            return None
        headers = [(name, text) for name, text in found.pop("headers")]
        return ParkedRecord(**found, headers=headers)

    def postpone(self, record: ParkedRecord, due_at: datetime, cause: str) -> None:
        """Count one more failed attempt and wait until `due_at`."""
        change = {"due_at": due_at, "cause": redact_text(cause)[:500]}
        self._collection.update_one({"_id": self._id(record)}, {"$inc": {"attempts": 1}, "$set": change})

    def remove(self, record: ParkedRecord) -> None:
        """Forget a record that was handled or given up."""
        self._collection.delete_one({"_id": self._id(record)})

    def _id(self, record: ParkedRecord) -> str:
        return f"{self._group}|{record.topic}|{record.partition}|{record.offset}"


class InMemoryParkedRecords:
    """Parked records in a dictionary."""

    def __init__(self) -> None:
        self._records: dict[tuple[Place, int], ParkedRecord] = {}

    def waiting(self, topic: str, partition: int) -> dict[Place, datetime]:
        """Give the places of a partition where records wait, each with the time its first one is due."""
        places = sorted(item for item in self._records if item[0][:2] == (topic, partition))
        return {place: self._records[place, offset].due_at for place, offset in reversed(places)}

    def park(self, record: ParkedRecord) -> None:
        """Keep a record until it is removed; one that is parked already stays as it is."""
        self._records.setdefault((record.place, record.offset), record)

    def first(self, place: Place) -> ParkedRecord | None:
        """Give the record that came first among those that wait at a place."""
        offsets = [offset for where, offset in self._records if where == place]
        return self._records[place, min(offsets)] if offsets else None

    def postpone(self, record: ParkedRecord, due_at: datetime, cause: str) -> None:
        """Count one more failed attempt and wait until `due_at`."""
        kept = self._records[record.place, record.offset]
        self._records[record.place, record.offset] = replace(
            kept, attempts=kept.attempts + 1, due_at=due_at, cause=redact_text(cause)[:500]
        )

    def remove(self, record: ParkedRecord) -> None:
        """Forget a record that was handled or given up."""
        self._records.pop((record.place, record.offset), None)
