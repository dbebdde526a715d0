"""Dead letters: records that were given up, kept in a topic with the cause and where they came from."""

from __future__ import annotations

from typing import Protocol

from chassis.events import MAX_RECORD_BYTES, Header
from chassis.parking import Received
from chassis.publishing import RecordSender
from chassis.redaction import redact_text

CAUSE = "dead-letter-cause"
TOPIC = "dead-letter-topic"
PARTITION = "dead-letter-partition"
OFFSET = "dead-letter-offset"
SIZE = "dead-letter-size"  # of the value, where only its beginning could be kept
MAX_HEADER_BYTES = 32 * 1024
STORED_WITHIN = 10.0


def topic_for(group: str) -> str:
    """Name the topic that keeps the dead letters of a consumer group."""
    return f"{group}.dlq"


class DeadLetters(Protocol):
    """Where a consumer group puts what it gives up."""

    def bury(self, record: Received, cause: str) -> None:
        """Store a record with its cause; returns when it is stored, raises an engine error when it is not."""


class KafkaDeadLetters:
    """Dead letters in the topic `<group>.dlq`, which has one partition."""

    def __init__(self, producer: RecordSender, group: str) -> None:
        self._producer = producer
        self._topic = topic_for(group)

    def bury(self, record: Received, cause: str) -> None:
        """Store a record with its cause; returns when it is stored, raises an engine error when it is not."""
        key, value = (record.key or b"")[:1024], record.value or b""
        sent = self._producer.send(
            self._topic, key=key, value=value[:MAX_RECORD_BYTES], headers=letter_headers(record, cause)
        )
        sent.get(timeout=STORED_WITHIN)


class InMemoryDeadLetters:
    """Dead letters in a list."""

    def __init__(self) -> None:
        self.letters: list[tuple[Received, dict[str, bytes]]] = []

    def bury(self, record: Received, cause: str) -> None:
        """Store a record with its cause."""
        self.letters.append((record, dict(letter_headers(record, cause))))


def letter_headers(record: Received, cause: str) -> list[Header]:
    """Give the headers of a dead letter: the record's own, if they are small, its origin and the cause."""
    size = sum(len(name) + len(text or b"") for name, text in record.headers)
    kept = [(name, text or b"") for name, text in record.headers] if size <= MAX_HEADER_BYTES else []
    letter = [
        *kept,
        (CAUSE, redact_text(cause)[:500].encode("utf-8", "replace")),
        (TOPIC, record.topic.encode()),
        (PARTITION, str(record.partition).encode()),
        (OFFSET, str(record.offset).encode()),
    ]
    if (length := len(record.value or b"")) > MAX_RECORD_BYTES:
        letter.append((SIZE, str(length).encode()))
    return letter
