"""Kafka's topics, created from the one declared list: the channels of contracts/asyncapi.yaml."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from chassis.kafka import Topic, ensure_topics

DECLARED = Path(__file__).resolve().parents[2] / "contracts" / "asyncapi.yaml"


def declared_topics(document: Path = DECLARED) -> list[Topic]:
    """Read the topics: every channel with a Kafka binding, with its partitions and settings."""
    channels: Mapping[str, Any] = yaml.safe_load(document.read_text())["channels"]
    return [
        _topic(channel["address"], channel["bindings"]["kafka"])
        for channel in channels.values()
        if "kafka" in channel.get("bindings", {})
    ]


def create_topics(bootstrap: str) -> list[str]:
    """Create the declared topics that are missing and return their names."""
    return ensure_topics(bootstrap, declared_topics())


def _topic(name: str, binding: Mapping[str, Any]) -> Topic:
    settings = {key: _as_kafka_says(value) for key, value in binding["topicConfiguration"].items()}
    retention = int(settings.pop("retention.ms"))
    return Topic(name=name, partitions=binding["partitions"], retention_ms=retention, config=settings)


def _as_kafka_says(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
