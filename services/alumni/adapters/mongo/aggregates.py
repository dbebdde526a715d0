"""How an aggregate is written: its state and its events in one write, conditional on its version."""

from collections.abc import Mapping
from typing import Any

from pymongo.collection import Collection

from alumni.domain.aggregate import Aggregate
from alumni.domain.errors import StaleAggregate
from chassis.outbox import seal_all, shard_of

Document = dict[str, Any]


def insert(collection: Collection[Document], aggregate: Aggregate, fields: Mapping[str, Any]) -> None:
    """Insert an aggregate with its events; the driver's DuplicateKeyError where a unique index refuses it."""
    collection.insert_one(
        {
            "_id": aggregate.id,
            "version": 1,
            "sequence": len(aggregate.events),
            "shard": shard_of(aggregate.id),
            "outbox": seal_all(aggregate.events, after=0),
            **fields,
        }
    )
    aggregate.mark_saved()


def replace(collection: Collection[Document], aggregate: Aggregate, fields: Mapping[str, Any]) -> None:
    """Write an aggregate's state and events if nobody did since it was loaded; raises StaleAggregate."""
    result = collection.update_one(
        {"_id": aggregate.id, "version": aggregate.version},
        {
            "$set": {**fields, "sequence": aggregate.sequence + len(aggregate.events)},
            "$inc": {"version": 1},
            "$push": {"outbox": {"$each": seal_all(aggregate.events, after=aggregate.sequence)}},
        },
    )
    if result.matched_count == 0:
        raise StaleAggregate(aggregate.id)
    aggregate.mark_saved()


def frame(document: Mapping[str, Any]) -> Document:
    """Read what every aggregate has, as the arguments of its constructor; load without the outbox."""
    return {"id": document["_id"], "version": document["version"], "sequence": document["sequence"]}
