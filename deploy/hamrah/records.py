"""The recent records of our topics, for people to look at: never a sealed value."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from hamrah.topics import declared_topics

_QUIET_AFTER_MS = 1000


@dataclass(frozen=True, kw_only=True)
class SeenRecord:
    """One record as it may be shown."""

    time: datetime
    topic: str
    type: str
    key: str
    data: dict[str, Any]


def recent(bootstrap: str, last: int = 20, since: datetime | None = None) -> list[SeenRecord]:
    """Return the newest records of all declared topics in order of time, at most `last` of them.

    With `since`, only records from that moment on.
    """
    consumer = KafkaConsumer(bootstrap_servers=bootstrap.split(","), enable_auto_commit=False)
    try:
        records = [_shown(record) for record in _ends(consumer, last)]
    finally:
        consumer.close()
    wanted = [record for record in records if since is None or record.time >= since]
    return sorted(wanted, key=lambda record: record.time)[-last:]


def _ends(consumer: KafkaConsumer, each: int) -> Iterator[Any]:
    """The last records of every partition."""
    existing = consumer.topics()
    topics = [topic.name for topic in declared_topics() if topic.name in existing]
    parts = [TopicPartition(name, part) for name in topics for part in consumer.partitions_for_topic(name)]
    consumer.assign(parts)
    starts, ends = consumer.beginning_offsets(parts), consumer.end_offsets(parts)
    for part in parts:
        consumer.seek(part, max(starts[part], ends[part] - each))
    while any(consumer.position(part) < ends[part] for part in parts):
        batches = consumer.poll(timeout_ms=_QUIET_AFTER_MS)
        if not batches:
            return
        for batch in batches.values():
            yield from batch


def _shown(record: Any) -> SeenRecord:
    headers = {name: value.decode(errors="replace") for name, value in record.headers}
    return SeenRecord(
        time=datetime.fromtimestamp(record.timestamp / 1000, tz=UTC),
        topic=record.topic,
        type=headers.get("ce_type", "-"),
        key=(record.key or b"-").decode(errors="replace"),
        data=_open_fields(record.value),
    )


def _open_fields(value: bytes | None) -> dict[str, Any]:
    try:
        data = json.loads(value or b"{}")
    except ValueError:
        return {}
    if not isinstance(data, dict):
        return {}
    return {name: _without_sealed(part) for name, part in data.items() if not name.startswith("sealed")}


def _without_sealed(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_sealed(each) for each in value]
    if isinstance(value, dict):
        return {name: _without_sealed(part) for name, part in value.items() if not name.startswith("sealed")}
    return value


def as_line(record: SeenRecord) -> str:
    """One record as one line for a terminal."""
    data = " ".join(f"{name}={_short(value)}" for name, value in record.data.items())
    time = f"{record.time:%H:%M:%S.%f}"[:-3]
    return f"{time}  {record.topic:<20} {record.type:<34} {record.key[:8]:<8}  {data}"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 24 else f"{text[:8]}…"
