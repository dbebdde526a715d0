"""Kafka: the clients as this platform configures them, and the making of topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kafka import KafkaConsumer, KafkaProducer
from kafka.errors import (
    KafkaConnectionError,
    RetriableError,
    TopicAlreadyExistsError,
)
from kafka.partitioner.default import murmur2

from chassis.events import MAX_RECORD_BYTES

if TYPE_CHECKING:
    from kafka import ConsumerRebalanceListener
    from kafka.admin import KafkaAdminClient

    from chassis.config import PlatformSettings

# The engine is away or changing: try again, nothing is wrong with the record.
ENGINE_ERRORS: tuple[type[Exception], ...] = (RetriableError, KafkaConnectionError)


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One topic as it is declared."""

    name: str
    partitions: int
    retention_ms: int
    config: Mapping[str, str] = field(default_factory=dict)

    def settings(self) -> dict[str, str]:
        """Give the topic's settings as Kafka names them."""
        return {"retention.ms": str(self.retention_ms), **self.config}


def producer(settings: PlatformSettings) -> KafkaProducer:
    """Give a producer that is idempotent, awaits all replicas and blocks when its buffer is full.

    Batches of 64 KiB with 5 ms to fill carry more events a second than the defaults; who cannot wait calls
    `flush`. A delivery is tried for two minutes, so a restart of the broker fails none.
    """
    return KafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap.split(","),
        client_id=f"hamrah-{settings.service}",
        acks="all",
        enable_idempotence=True,
        batch_size=64 * 1024,
        linger_ms=5,
        max_block_ms=5_000,
        delivery_timeout_ms=120_000,
        max_request_size=4 * MAX_RECORD_BYTES,
        reconnect_backoff_max_ms=1_000,
        allow_auto_create_topics=False,
        metrics_enabled=False,
    )


def partition_of(key: bytes, partitions: int) -> int:
    """Give the partition of a key, 0 to `partitions` - 1, as Kafka's own clients choose it."""
    chosen: int = (murmur2(key) & 0x7FFFFFFF) % partitions
    return chosen


def consumer(
    settings: PlatformSettings,
    group: str,
    topics: Sequence[str],
    listener: ConsumerRebalanceListener | None = None,
) -> KafkaConsumer:
    """Give a member of a consumer group that commits by hand and starts at the earliest record."""
    client = KafkaConsumer(
        bootstrap_servers=settings.kafka_bootstrap.split(","),
        client_id=f"hamrah-{settings.service}",
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        allow_auto_create_topics=False,
        fetch_max_wait_ms=500,
        session_timeout_ms=15_000,
        heartbeat_interval_ms=3_000,
        max_poll_records=500,
        reconnect_backoff_max_ms=1_000,
        metrics_enabled=False,
    )
    client.subscribe(topics=list(topics), listener=listener)
    return client


def ensure_topics(bootstrap: str, topics: Iterable[Topic], replication: int = -1) -> list[str]:
    """Create the topics that are missing and give their names; those that exist stay as they are.

    `replication` -1 takes the broker's default.
    """
    from kafka.admin import KafkaAdminClient

    admin = KafkaAdminClient(bootstrap_servers=bootstrap.split(","), client_id="hamrah-topics")
    try:
        existing = set(admin.list_topics())
        missing = {topic.name: topic for topic in topics if topic.name not in existing}
        if missing:
            _create(admin, missing, replication)
        return sorted(missing)
    finally:
        admin.close()


def _create(admin: KafkaAdminClient, missing: Mapping[str, Topic], replication: int) -> None:
    wanted = {
        name: {
            "num_partitions": topic.partitions,
            "replication_factor": replication,
            "configs": topic.settings(),
        }
        for name, topic in missing.items()
    }
    with suppress(TopicAlreadyExistsError):  # Another process may declare the same list at this moment.
        admin.create_topics(wanted)
    admin.wait_for_topics(list(missing))
