"""The outbox: events kept inside the aggregate that caused them, in the same write.

An aggregate's document is `{_id, version, sequence, shard, outbox: [entry], ...}`. `sequence` is the
number of its last event and `shard` decides which relay publishes it.
"""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from chassis.clock import to_rfc3339, utc_now
from chassis.events import DomainEvent
from chassis.ids import new_id
from chassis.tracing import current_traceparent

if TYPE_CHECKING:
    from pymongo.collection import Collection

SHARDS = 64

Entry = dict[str, Any]


def seal(event: DomainEvent, sequence: int) -> Entry:
    """Make one event ready for the outbox as the aggregate's event number `sequence`."""
    return {
        "id": new_id(),
        "type": event.type,
        "time": utc_now(),
        "seq": sequence,
        "data": {field.name: to_json(getattr(event, field.name)) for field in _fields(event)},
        "traceparent": current_traceparent(),
    }


def seal_all(events: Iterable[DomainEvent], after: int) -> list[Entry]:
    """Make events ready for the outbox, numbered from `after` + 1 on."""
    return [seal(event, sequence) for sequence, event in enumerate(events, start=after + 1)]


def _fields(event: DomainEvent) -> tuple[dataclasses.Field[Any], ...]:
    if not dataclasses.is_dataclass(event):
        raise TypeError(f"{type(event).__name__} is not a dataclass")
    return dataclasses.fields(event)


def to_json(value: object) -> Any:
    """Turn a field of an event into what JSON can carry; raises TypeError for what it cannot."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, datetime):
        return to_rfc3339(value)
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise TypeError(f"an event carries no {type(value).__name__}")


def shard_of(aggregate_id: str) -> int:
    """Give the shard of an aggregate, 0 to 63, to be stored in its document as `shard`."""
    return zlib.crc32(aggregate_id.encode()) % SHARDS


def ensure_outbox_index(collection: Collection[Any]) -> None:
    """Create the partial index by which relays find documents with something to publish."""
    collection.create_index(
        [("shard", 1), ("outbox.0.time", 1)],
        name="outbox",
        partialFilterExpression={"outbox.0": {"$exists": True}},
    )
