"""The declared topics exist after `hamrah topics`, as declared."""

from kafka import KafkaAdminClient

from hamrah.topics import create_topics, declared_topics
from tests.support.engines import Engines
from tests.support.waiting import eventually


def test_topics_are_created_once_as_declared(engines: Engines, kafka_admin: KafkaAdminClient) -> None:
    declared = {topic.name: topic.partitions for topic in declared_topics()}

    create_topics(engines.kafka_bootstrap)

    def partitions() -> dict[str, int]:
        described = kafka_admin.describe_topics(list(declared))
        return {each["name"]: len(each["partitions"]) for each in described}

    assert eventually(lambda: partitions() == declared)
    assert create_topics(engines.kafka_bootstrap) == []


def test_dead_letters_are_kept_longer_than_facts() -> None:
    kept = {topic.name: topic.retention_ms for topic in declared_topics()}

    assert kept["notify.dlq"] > kept["groups.registration"]
