"""Looks into topics for an operator: bounded, outside of every consumer group, and nothing is committed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kafka import KafkaConsumer
from kafka.structs import TopicPartition

if TYPE_CHECKING:
    from chassis.config import PlatformSettings

QUIET_AFTER_MS = 10_000  # a busy broker takes its time for the first records
AT_MOST = 20_000  # records of one partition that are looked at


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Where an event lies in its topic, and how far a consumer group has read there."""

    topic: str
    partition: int
    offset: int
    type: str
    at: datetime
    read_to: int  # the offset that the group reads next

    @property
    def was_read(self) -> bool:
        """Tell whether the group is done with it: handled, parked or buried."""
        return self.offset < self.read_to


@contextmanager
def looking(settings: PlatformSettings) -> Iterator[KafkaConsumer]:
    """Give a client that belongs to no group."""
    client = KafkaConsumer(
        bootstrap_servers=settings.kafka_bootstrap.split(","),
        client_id=f"hamrah-{settings.service}-looks",
        enable_auto_commit=False,
        allow_auto_create_topics=False,
    )
    try:
        yield client
    finally:
        client.close()


def records_between(
    client: KafkaConsumer, starts: Mapping[TopicPartition, int], ends: Mapping[TopicPartition, int]
) -> Iterator[Any]:
    """Give the records of partitions from a start to an end, both offsets, the end not with them."""
    parts = [part for part, end in ends.items() if starts[part] < end]
    client.assign(parts)
    for part in parts:
        client.seek(part, starts[part])
    while any(client.position(part) < ends[part] for part in parts):
        batches = client.poll(timeout_ms=QUIET_AFTER_MS)
        if not batches:
            return
        for batch in batches.values():
            yield from (record for record in batch)


def committed_offsets(settings: PlatformSettings, group: str) -> dict[TopicPartition, int]:
    """Give the offset that a group reads next, for each partition it has read."""
    from kafka.admin import KafkaAdminClient

    admin = KafkaAdminClient(
        bootstrap_servers=settings.kafka_bootstrap.split(","), client_id=f"hamrah-{settings.service}-looks"
    )
    try:
        found = admin.list_group_offsets(group).get(group, {})
    finally:
        admin.close()
    return {part: each.offset for part, each in found.items() if each.offset >= 0}


def find_event(
    settings: PlatformSettings, group: str, event_id: str, topic: str | None, since: datetime | None
) -> Seen | None:
    """Find an event in the topics that a group reads; None where it is there no longer, or too far back.

    With a topic and the event's own time only what came after is looked at; without, the latest records.
    """
    committed = committed_offsets(settings, group)
    topics = {topic} if topic else {part.topic for part in committed}
    with looking(settings) as client:
        # Also those that the group has not read yet.
        parts = [TopicPartition(each, number) for each in topics for number in _partitions(client, each)]
        starts, ends = _bounds(client, parts, since)
        for record in records_between(client, starts, ends):
            if _header(record, "ce_id") == event_id:
                return _seen(record, committed)
    return None


def _partitions(client: KafkaConsumer, topic: str) -> set[int]:
    return client.partitions_for_topic(topic) or set()


def _bounds(
    client: KafkaConsumer, parts: list[TopicPartition], since: datetime | None
) -> tuple[dict[TopicPartition, int], dict[TopicPartition, int]]:
    first, ends = client.beginning_offsets(parts), client.end_offsets(parts)
    if since is None:
        return {part: max(first[part], ends[part] - AT_MOST) for part in parts}, ends
    found = client.offsets_for_times({part: int(since.timestamp() * 1000) for part in parts})
    starts = {part: found[part].offset if found.get(part) else ends[part] for part in parts}
    return starts, {part: min(ends[part], starts[part] + AT_MOST) for part in parts}


def _seen(record: Any, committed: Mapping[TopicPartition, int]) -> Seen:
    from chassis.clock import from_rfc3339

    return Seen(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        type=_header(record, "ce_type"),
        at=from_rfc3339(_header(record, "ce_time")),
        read_to=committed.get(TopicPartition(record.topic, record.partition), 0),
    )


def _header(record: Any, name: str) -> str:
    return next((text.decode(errors="replace") for key, text in record.headers if key == name and text), "")
