"""Real clients for the chassis' own tests."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer, KafkaProducer
from kafka.structs import TopicPartition
from pymongo.database import Database

from chassis import kafka
from chassis.config import PlatformSettings
from tests.support.engines import Engines

PARTITIONS = 4


@pytest.fixture
def settings(engines: Engines, database: Database[dict[str, Any]]) -> PlatformSettings:
    """Settings of a service on the real engines, with a database of the test's own."""
    return PlatformSettings(
        service="test",
        environment="development",
        mongodb_uri=engines.mongodb_uri,
        database=database.name,
        kafka_bootstrap=engines.kafka_bootstrap,
        jwks_url="",
        public_url="",
        secrets_dir=Path(),
        log_level="INFO",
        metrics_port=None,
    )


@pytest.fixture
def group(engines: Engines) -> str:
    """A consumer group of the test's own, whose topic of dead letters exists."""
    name = f"test-{uuid.uuid4().hex}"
    dead = kafka.Topic(name=f"{name}.dlq", partitions=1, retention_ms=600_000)
    kafka.ensure_topics(engines.kafka_bootstrap, [dead])
    return name


@pytest.fixture
def things(engines: Engines) -> str:
    """A topic of the test's own; its events have the type `<topic>.happened.v1`."""
    name = f"test-{uuid.uuid4().hex}.thing"
    topic = kafka.Topic(name=name, partitions=PARTITIONS, retention_ms=600_000)
    kafka.ensure_topics(engines.kafka_bootstrap, [topic])
    return name


@pytest.fixture
def producer(settings: PlatformSettings) -> Iterator[KafkaProducer]:
    """The platform's own producer."""
    client = kafka.producer(settings)
    yield client
    client.close(timeout=5)


@pytest.fixture
def read_topic(engines: Engines) -> Iterator[Callable[[str, int], list[Any]]]:
    """Read a whole topic from its beginning; the reader is in no group."""
    clients = []

    def read(topic: str, partitions: int = PARTITIONS) -> list[Any]:
        client = KafkaConsumer(
            bootstrap_servers=engines.kafka_bootstrap, auto_offset_reset="earliest", metrics_enabled=False
        )
        clients.append(client)
        places = [TopicPartition(topic, number) for number in range(partitions)]
        client.assign(places)
        ends, found = client.end_offsets(places), []
        while any(client.position(place) < end for place, end in ends.items()):
            for records in client.poll(timeout_ms=200).values():
                found.extend(records)
        return found

    yield read
    for client in clients:
        client.close()
