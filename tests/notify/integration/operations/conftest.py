"""A deployment on the real engines, as the operator's commands find it."""

from collections.abc import Iterator

import pytest
from kafka import KafkaProducer

from chassis.config import PlatformSettings
from chassis.kafka import Topic, ensure_topics, producer
from notify.adapters.indexes import ensure_indexes
from notify.adapters.mongo_messages import MongoMessages
from tests.notify import examples

TOPICS = ["alumni.member", "groups.registration", "notify.dlq"]


@pytest.fixture
def settings(engines, database, tmp_path, monkeypatch) -> PlatformSettings:
    """The settings of a deployment, as the commands read them."""
    given = {
        "HAMRAH_ENVIRONMENT": "development",
        "HAMRAH_MONGODB_URI": engines.mongodb_uri,
        "HAMRAH_DATABASE": database.name,
        "HAMRAH_KAFKA_BOOTSTRAP": engines.kafka_bootstrap,
        "HAMRAH_JWKS_URL": "http://127.0.0.1:9/",
        "HAMRAH_PUBLIC_URL": "http://127.0.0.1:9",
        "HAMRAH_SECRETS_DIR": str(tmp_path),
        "HAMRAH_ALUMNI_URL": "http://127.0.0.1:9",
        "HAMRAH_CHANNELS": "sms=twilio email=smtp inbox",
    }
    (tmp_path / "notify-private.key").write_bytes(examples.PRIVATE_KEY_HEX)
    (tmp_path / "number-index.key").write_text("00" * 32)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    ensure_topics(
        engines.kafka_bootstrap,
        [Topic(name=name, partitions=2, retention_ms=3_600_000) for name in TOPICS],
        1,
    )
    ensure_indexes(database)
    return PlatformSettings.from_env("notify")


@pytest.fixture
def kafka(settings) -> Iterator[KafkaProducer]:
    """A producer on the deployment's Kafka."""
    client = producer(settings)
    yield client
    client.close(timeout=5)


@pytest.fixture
def messages(settings, database) -> MongoMessages:
    """The messages of the deployment."""
    return MongoMessages(database)
