"""Stand-ins for Kafka's clients: a sender that remembers, and a source over lists of records."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kafka.structs import OffsetAndMetadata, TopicPartition

from chassis.clock import utc_now
from chassis.events import to_record
from chassis.ids import new_id
from chassis.kafka import partition_of

TYPE = "test.thing.happened.v1"
TOPIC = "test.thing"


def entry(sequence: int = 1, **data: Any) -> dict[str, Any]:
    """One entry of an outbox."""
    return {
        "id": new_id(),
        "type": TYPE,
        "time": utc_now(),
        "seq": sequence,
        "data": data,
        "traceparent": None,
    }


@dataclass(frozen=True)
class Received:
    """A record as a consumer gives it."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes]] = field(default_factory=list)


def received(key: str, offset: int = 0, partition: int = 0, **data: Any) -> Received:
    """A valid record of one event."""
    record = to_record("/test", key, entry(offset + 1, **data))
    return Received(record.topic, partition, offset, record.key, record.value, record.headers)


class _Answer:
    def __init__(self, error: Exception | None) -> None:
        self._error = error

    def get(self, timeout: float | None = None) -> None:
        if self._error:
            raise self._error


class RememberingSender:
    """Keeps what is sent; `refuse` says which values fail, at once or when awaited."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, bytes, bytes, list[tuple[str, bytes]]]] = []
        self.refuse: Callable[[bytes], Exception | None] = lambda value: None
        self.fail_later: Callable[[bytes], Exception | None] = lambda value: None

    def partitions_for(self, topic: str) -> set[int]:
        return set(range(8))

    def send(
        self,
        topic: str,
        *,
        key: bytes,
        value: bytes,
        headers: list[tuple[str, bytes]],
        partition: int | None = None,
    ) -> _Answer:
        assert partition in (None, partition_of(key, 8))
        if error := self.refuse(value):
            raise error
        self.sent.append((topic, key, value, headers))
        return _Answer(self.fail_later(value))

    def flush(self, timeout: float | None = None) -> None:
        """Everything was sent at once."""


class ListSource:
    """One member of a group over lists of records; stops the loop when all is read and nothing waits."""

    def __init__(self, records: Iterable[Received], stop: threading.Event, empty_polls: int = 1) -> None:
        self.log: dict[TopicPartition, list[Received]] = {}
        for record in records:
            self.log.setdefault(TopicPartition(record.topic, record.partition), []).append(record)
        self.position = dict.fromkeys(self.log, 0)
        self.committed: dict[TopicPartition, int] = {}
        self.paused: set[TopicPartition] = set()
        self.closed = False
        self._stop = stop
        self._empty_polls = empty_polls

    def poll(self, timeout_ms: int = 0) -> Mapping[TopicPartition, Sequence[Received]]:
        found = {}
        for at in set(self.log) - self.paused:
            if batch := [record for record in self.log[at] if record.offset >= self.position[at]]:
                found[at] = batch
                self.position[at] = batch[-1].offset + 1
        if not found and not self.paused:
            self._empty_polls -= 1
            if self._empty_polls <= 0:
                self._stop.set()
        self._stop.wait(0 if found else min(timeout_ms, 20) / 1000)
        return found

    def assignment(self) -> set[TopicPartition]:
        return set(self.log)

    def commit(self, offsets: Mapping[TopicPartition, OffsetAndMetadata], timeout_ms: int) -> None:
        self.committed.update({at: offset.offset for at, offset in offsets.items()})

    def seek(self, partition: TopicPartition, offset: int) -> None:
        self.position[partition] = offset

    def pause(self, *partitions: TopicPartition) -> None:
        self.paused |= set(partitions)

    def resume(self, *partitions: TopicPartition) -> None:
        self.paused -= set(partitions)

    def close(self, autocommit: bool = True, timeout_ms: int | None = None) -> None:
        self.closed = True
