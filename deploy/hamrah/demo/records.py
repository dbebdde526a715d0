"""The Kafka records that a story causes: those after the offsets noted at its start.

Where Kafka cannot be reached, as from outside of containers, `python -m hamrah.demo.records` reads
them inside.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Protocol

from kafka import KafkaConsumer, TopicPartition

TOPIC_PREFIXES = ("alumni.", "groups.", "notify.")
Marks = Mapping[str, int]  # by "topic/partition"


@dataclass(frozen=True, kw_only=True)
class KafkaRecord:
    """Where one record lies, and what it is."""

    topic: str
    partition: int
    offset: int
    key: str
    type: str
    value: str


class Records(Protocol):
    """A way to Kafka's records."""

    def mark(self) -> Marks:
        """Note where each partition ends."""
        ...

    def since(self, marks: Marks) -> list[KafkaRecord]:
        """Return what has come after the marks, by topic, partition and offset."""
        ...


class BrokerRecords:
    """Records read from a broker."""

    def __init__(self, bootstrap: str) -> None:
        self._bootstrap = bootstrap

    def mark(self) -> Marks:
        """Note where each partition ends."""
        consumer = self._consumer()
        try:
            ends = consumer.end_offsets(_partitions(consumer))
            return {f"{place.topic}/{place.partition}": end for place, end in ends.items()}
        finally:
            consumer.close()

    def since(self, marks: Marks) -> list[KafkaRecord]:
        """Return what has come after the marks, by topic, partition and offset."""
        consumer = self._consumer()
        try:
            return sorted(
                _read(consumer, marks), key=lambda record: (record.topic, record.partition, record.offset)
            )
        finally:
            consumer.close()

    def _consumer(self) -> KafkaConsumer:
        return KafkaConsumer(
            bootstrap_servers=self._bootstrap,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            allow_auto_create_topics=False,
        )


class CommandRecords:
    """Records read by a command that runs where Kafka can be reached."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)

    def mark(self) -> Marks:
        """Note where each partition ends."""
        return dict(json.loads(self._run("mark")))

    def since(self, marks: Marks) -> list[KafkaRecord]:
        """Return what has come after the marks, by topic, partition and offset."""
        return [KafkaRecord(**record) for record in json.loads(self._run("since", json.dumps(marks)))]

    def _run(self, *arguments: str) -> str:
        run = subprocess.run([*self._command, *arguments], check=True, stdout=subprocess.PIPE, text=True)
        return run.stdout


def _partitions(consumer: KafkaConsumer) -> list[TopicPartition]:
    topics = [topic for topic in consumer.topics() if topic.startswith(TOPIC_PREFIXES)]
    return [
        TopicPartition(topic, partition)
        for topic in topics
        for partition in consumer.partitions_for_topic(topic) or ()
    ]


def _read(consumer: KafkaConsumer, marks: Marks) -> list[KafkaRecord]:
    places = _partitions(consumer)
    ends = consumer.end_offsets(places)
    starts = {place: marks.get(f"{place.topic}/{place.partition}", 0) for place in places}
    waiting = {place for place in places if starts[place] < ends[place]}
    consumer.assign(list(waiting))
    for place in waiting:
        consumer.seek(place, starts[place])
    found: list[KafkaRecord] = []
    while waiting:
        for place, records in consumer.poll(timeout_ms=500).items():
            found += [_record_of(record) for record in records if record.offset < ends[place]]
        waiting = {place for place in waiting if consumer.position(place) < ends[place]}
    return found


def _record_of(record: object) -> KafkaRecord:
    headers = dict(getattr(record, "headers", ()) or ())
    return KafkaRecord(
        topic=getattr(record, "topic", ""),
        partition=getattr(record, "partition", 0),
        offset=getattr(record, "offset", 0),
        key=(getattr(record, "key", None) or b"").decode(errors="replace"),
        type=headers.get("ce_type", b"").decode(errors="replace"),
        value=(getattr(record, "value", None) or b"").decode(errors="replace"),
    )


def main(bootstrap: str, arguments: Sequence[str]) -> None:
    """Print the marks, or the records since the marks given, as JSON."""
    records = BrokerRecords(bootstrap)
    match list(arguments):
        case ["mark"]:
            answer: object = dict(records.mark())
        case ["since", marks]:
            answer = [asdict(record) for record in records.since(json.loads(marks))]
        case _:
            sys.exit("python -m hamrah.demo.records mark | since MARKS")
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    import os

    main(os.environ["HAMRAH_KAFKA_BOOTSTRAP"], sys.argv[1:])
