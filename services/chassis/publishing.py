"""Publishing one batch of pending events: pipelined, awaited once, and per aggregate in order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from kafka.errors import KafkaError, KafkaTimeoutError, MessageSizeTooLargeError, RetriableError

from chassis.events import Header, to_record
from chassis.kafka import partition_of
from chassis.logs import get_logger
from chassis.outboxes import Pending

log = get_logger()

ACKNOWLEDGED_WITHIN = 150.0  # Seconds; more than the producer's own delivery timeout.

# What is wrong with one event, and with nothing else.
_OF_THE_EVENT = (MessageSizeTooLargeError, ValueError, TypeError, KeyError)


class Acknowledgement(Protocol):
    """The promise that a record was stored."""

    def get(self, timeout: float | None = None) -> Any:
        """Await the broker's answer; raises what went wrong."""


class RecordSender(Protocol):
    """What sends records; kafka-python's producer is one."""

    def partitions_for(self, topic: str) -> Collection[int]:
        """Give the partitions of a topic; raises a KafkaError when the broker does not tell."""

    def send(
        self, topic: str, *, key: bytes, value: bytes, headers: list[Header], partition: int | None = None
    ) -> Acknowledgement:
        """Put a record on its way and return at once; raises when it cannot."""

    def flush(self, timeout: float | None = None) -> None:
        """Send at once what is gathered and await every answer; KafkaTimeoutError after so many seconds."""


@dataclass
class Outcome:
    """What became of a batch."""

    published: list[str] = field(default_factory=list)  # ids of acknowledged entries
    stopped: list[str] = field(default_factory=list)  # keys whose first failed event holds the others back
    hopeless: bool = False  # the producer itself failed, not the engine and not an event


Sent = list[tuple[str, Acknowledgement]]


class Publisher:
    """Sends the events of one service."""

    def __init__(self, source: str, sender: RecordSender) -> None:
        self._source = source
        self._sender = sender

    def publish(self, batch: Sequence[Pending]) -> Outcome:
        """Send a batch, await its acknowledgements, and tell what may be marked.

        A failure stops its aggregate only: later events of it are not sent, or sent but not told as
        published, so that they are sent again in order.
        """
        outcome = Outcome()
        on_their_way = []
        for aggregate in batch:
            sent, failure = self._send(aggregate)
            on_their_way.append((aggregate.key, sent))
            if failure:
                self._note(outcome, aggregate.key, failure)
                if isinstance(failure, KafkaTimeoutError):
                    break  # The engine takes nothing at present; the rest would only wait in vain.
        with suppress(KafkaTimeoutError):  # What is not acknowledged by then is told below.
            self._sender.flush(timeout=ACKNOWLEDGED_WITHIN)
        for key, sent in on_their_way:
            self._await(outcome, key, sent)
        return outcome

    def _send(self, aggregate: Pending) -> tuple[Sent, Exception | None]:
        sent: Sent = []
        source, send, key = self._source, self._sender.send, aggregate.key
        # The client would hash the key anew for each event, in Python, which costs a quarter of a send.
        partitions: dict[str, int] = {}
        try:
            for entry in aggregate.entries:
                topic, key_bytes, value, headers = to_record(source, key, entry)
                if topic not in partitions:
                    partitions[topic] = self._partition(topic, key_bytes)
                sending = send(
                    topic, key=key_bytes, value=value, headers=headers, partition=partitions[topic]
                )
                sent.append((entry["id"], sending))
        except (KafkaError, *_OF_THE_EVENT) as failure:
            return sent, failure
        return sent, None

    def _partition(self, topic: str, key: bytes) -> int:
        return partition_of(key, len(self._sender.partitions_for(topic)))

    def _await(self, outcome: Outcome, key: str, sent: Sent) -> None:
        try:
            for entry_id, acknowledgement in sent:
                acknowledgement.get(timeout=0)
                outcome.published.append(entry_id)
        except KafkaError as failure:
            self._note(outcome, key, failure)

    def _note(self, outcome: Outcome, key: str, failure: Exception) -> None:
        outcome.stopped.append(key)
        if not isinstance(failure, (RetriableError, *_OF_THE_EVENT)):
            outcome.hopeless = True
        log.warning("event_not_sent", key=key, cause=type(failure).__name__)
