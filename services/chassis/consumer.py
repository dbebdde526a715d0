"""The consumer loop: every record is handled, parked or buried before its offset is committed.

| what the handler does | what happens to the record |
|---|---|
| returns | done |
| raises InvalidMessage | dead letter with the cause |
| raises NotYet | parked; the later records of its key wait behind it |
| raises an engine error | nothing is committed from there on; the loop waits and takes it again |
| raises anything else | a bug: parked; many in a row open the circuit and end the process |

A poll hands out records only after everything before was committed or rewound, so a rebalance, which happens
inside poll, never finds work in hand. Records may come twice; handlers are idempotent by event id.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Protocol

from kafka import ConsumerRebalanceListener
from kafka.errors import KafkaError
from kafka.structs import OffsetAndMetadata, TopicPartition

from chassis import kafka, metrics
from chassis.deadletters import DeadLetters
from chassis.dispatch import Dispatcher
from chassis.events import Event, NotYet
from chassis.handling import ENGINE_ERRORS, Handling
from chassis.logs import get_logger
from chassis.parking import ParkedRecords, Received
from chassis.retries import RetryPolicy

if TYPE_CHECKING:
    from chassis.config import PlatformSettings

log = get_logger()

POLL_SECONDS = 0.5
MOST_TOGETHER = 100  # records of a partition that may be done together; what is urgent waits for so many

Batching = Callable[[Sequence[Received]], AbstractContextManager[None]]
"""Encloses the handling of records in order; at its end, what they brought about is stored."""


def one_by_one(_records: Sequence[Received]) -> AbstractContextManager[None]:
    """Do nothing for several records at once."""
    return nullcontext()


__all__ = ["CircuitOpen", "Consumer", "Dispatcher", "RecordSource"]


class CircuitOpen(Exception):
    """Too many different records failed by bugs, with no success between them."""


class RecordSource(Protocol):
    """A member of a consumer group; kafka-python's consumer is one."""

    def poll(self, timeout_ms: int = 0) -> Mapping[TopicPartition, Sequence[Received]]: ...
    def assignment(self) -> set[TopicPartition]: ...
    def commit(self, offsets: Mapping[TopicPartition, OffsetAndMetadata], timeout_ms: int) -> None: ...
    def seek(self, partition: TopicPartition, offset: int) -> None: ...
    def pause(self, *partitions: TopicPartition) -> None: ...
    def resume(self, *partitions: TopicPartition) -> None: ...
    def close(self, autocommit: bool = True, timeout_ms: int | None = None) -> None: ...


class Rebalances(ConsumerRebalanceListener):  # type: ignore[misc]  # The client has no type information.
    """Notes that partitions moved; it runs on the client's own loop and does nothing else there."""

    def __init__(self) -> None:
        self._happened = threading.Event()

    def on_partitions_revoked(self, revoked: object) -> None:
        """Note that partitions go."""
        self._happened.set()

    def on_partitions_assigned(self, assigned: object) -> None:
        """Note that partitions come."""
        self._happened.set()

    def since_last_asked(self) -> bool:
        """Tell once whether partitions moved."""
        happened = self._happened.is_set()
        self._happened.clear()
        return happened


class Consumer:
    """One member of a consumer group, in one thread."""

    def __init__(
        self,
        *,
        group: str,
        topics: Sequence[str],
        settings: PlatformSettings,
        dispatch: Callable[[Event], None],
        parked: ParkedRecords,
        dead_letters: DeadLetters,
        policy: RetryPolicy | None = None,
        connect: Callable[[], RecordSource] | None = None,
        together: Batching = one_by_one,
    ) -> None:
        self._together = together
        self._group = group
        self._rebalances = Rebalances()
        self._policy = policy or RetryPolicy()
        self._connect = connect or (lambda: kafka.consumer(settings, group, topics, self._rebalances))
        self._handling = Handling(group, dispatch, parked, dead_letters, self._policy)
        self._uncommitted: dict[TopicPartition, int] = {}
        self._away = 0
        self._stop = threading.Event()

    def run(self, stop: threading.Event) -> None:
        """Consume until `stop` is set; then finish the record at hand, commit and leave the group.

        Raises CircuitOpen after many bugs in a row; what was done by then is committed.
        """
        self._stop = stop
        source = self._connected()
        if source is None:
            return
        try:
            while not stop.is_set():
                self._step(source)
        finally:
            source.close(autocommit=False, timeout_ms=5_000)

    def _connected(self) -> RecordSource | None:
        """Connect as soon as the broker is there, or give None when asked to stop before."""
        while not self._stop.is_set():
            try:
                return self._connect()
            except KafkaError as error:
                log.warning("consumer_waits_for_broker", group=self._group, cause=type(error).__name__)
                self._stop.wait(1.0)
        return None

    def _step(self, source: RecordSource) -> None:
        """Take one batch: handle, commit, and rewind what an absent engine left undone."""
        waiting = self._handling.waiting
        batch = self._poll(source, min(POLL_SECONDS, waiting.next_due_in()))
        try:
            self._follow(source.assignment())
            self._handling.retry_due(self._stop)
            self._take(batch)
            self._away = 0
        except ENGINE_ERRORS as error:
            log.warning("consumer_waits_for_engine", group=self._group, cause=type(error).__name__)
            self._rewind(source, batch)
            self._away += 1
        finally:
            self._commit(source)
        metrics.PARKED_KEYS.labels(self._group).set(len(waiting))
        if self._away:
            self._keep_membership(source)

    def _follow(self, assigned: set[TopicPartition]) -> None:
        """After a rebalance, forget what was known of the partitions and load what waits in them."""
        moved = self._rebalances.since_last_asked()
        if moved:
            self._uncommitted = {}
        self._handling.waiting.follow(assigned, afresh=moved)

    def _poll(self, source: RecordSource, seconds: float) -> Mapping[TopicPartition, Sequence[Received]]:
        try:
            return source.poll(timeout_ms=int(seconds * 1000))
        except KafkaError as error:
            log.warning("poll_failed", group=self._group, cause=type(error).__name__)
            self._stop.wait(POLL_SECONDS)
            return {}

    def _take(self, batch: Mapping[TopicPartition, Sequence[Received]]) -> None:
        for at, records in batch.items():
            for start in range(0, len(records), MOST_TOGETHER):
                done, away = self._take_together(records[start : start + MOST_TOGETHER])
                if done is not None:
                    self._uncommitted[at] = done
                if away:
                    raise away
                if (bugs := self._handling.bugs_in_a_row) >= self._policy.bugs_in_a_row:
                    raise CircuitOpen(f"{bugs} records in a row failed by bugs in group {self._group}")
                if self._stop.is_set():
                    return

    def _take_together(self, records: Sequence[Received]) -> tuple[int | None, Exception | None]:
        """Handle records in order; give the offset behind the last that is done, and what kept the next.

        An error of an engine at the batch's end leaves all of it undone. What fails for no single record's
        fault, or says NotYet, is tried again one by one, so that only the guilty one waits.
        """
        try:
            with self._together(records):
                return self._take_each(records)
        except ENGINE_ERRORS:
            raise
        except NotYet:
            log.info("batch_again", group=self._group)
        except Exception:
            log.exception("batch_failed", group=self._group)
        return self._take_each(records)

    def _take_each(self, records: Sequence[Received]) -> tuple[int | None, Exception | None]:
        done = None
        for record in records:
            if self._stop.is_set() or self._handling.bugs_in_a_row >= self._policy.bugs_in_a_row:
                break
            try:
                self._handling.take(record)
            except ENGINE_ERRORS as away:
                return done, away
            done = record.offset + 1
        return done, None

    def _rewind(self, source: RecordSource, batch: Mapping[TopicPartition, Sequence[Received]]) -> None:
        """Go back to the first record of each partition that was not finished."""
        for at in source.assignment() & set(batch):
            undone = max(batch[at][0].offset, self._uncommitted.get(at, 0))
            source.seek(at, undone)

    def _commit(self, source: RecordSource) -> None:
        """Commit what was finished; what cannot be committed now is tried again, or comes again."""
        if not self._uncommitted:
            return
        offsets = {at: OffsetAndMetadata(offset, "", -1) for at, offset in self._uncommitted.items()}
        try:
            source.commit(offsets, timeout_ms=5_000)
            self._uncommitted = {}
        except KafkaError as error:
            log.warning("commit_failed", group=self._group, cause=type(error).__name__)

    def _keep_membership(self, source: RecordSource) -> None:
        """Wait for an engine while polling, so that the group does not take this member for dead."""
        pause = min(self._policy.engine_longest, self._policy.first * 2 ** min(self._away - 1, 10))
        until = time.monotonic() + pause
        while not self._stop.is_set() and (left := until - time.monotonic()) > 0:
            source.pause(*source.assignment())
            self._rewind(source, self._poll(source, min(left, POLL_SECONDS)))
        source.resume(*source.assignment())
