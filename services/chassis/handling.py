"""One record to its end: handled, parked or buried, and parked ones tried again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from chassis import inside, kafka, metrics, mongo
from chassis.clock import utc_now
from chassis.deadletters import DeadLetters
from chassis.events import Event, InvalidMessage, NotYet, from_record
from chassis.logs import get_logger
from chassis.parking import ParkedRecord, ParkedRecords, Place, Received, parked
from chassis.retries import RetryPolicy, WaitingKeys
from chassis.tracing import continue_trace

log = get_logger()

ENGINE_ERRORS = (*mongo.ENGINE_ERRORS, *kafka.ENGINE_ERRORS, *inside.ENGINE_ERRORS)
FOLLOWERS_AT_ONCE = 500


class Handling:
    """What a consumer group does with its records; engine errors pass through to the loop."""

    def __init__(
        self,
        group: str,
        dispatch: Callable[[Event], None],
        parked: ParkedRecords,
        dead_letters: DeadLetters,
        policy: RetryPolicy,
    ) -> None:
        self._group = group
        self._dispatch = dispatch
        self._parked = parked
        self._dead_letters = dead_letters
        self._policy = policy
        self.waiting = WaitingKeys(parked)
        self.bugs_in_a_row = 0

    def take(self, record: Received) -> None:
        """Bring one record to its end: handled, parked or buried."""
        try:
            event = from_record(record.topic, record.key, record.value, record.headers)
        except InvalidMessage as cause:
            self._bury(record, str(cause))
            return
        place = Place(record.topic, record.partition, record.key or b"")
        if place in self.waiting:
            self._park(record, attempts=0, cause="waits behind an earlier record of its key")
            return
        try:
            self._attempt(event, record.topic)
        except InvalidMessage as cause:
            self._bury(record, str(cause))
        except NotYet as cause:
            self._park(record, attempts=1, cause=f"not yet: {cause}")
        except ENGINE_ERRORS:
            raise
        except Exception as bug:  # noqa: BLE001 - a bug of a handler is parked, counted and told.
            self._note_bug(event, record.topic)
            self._park(record, attempts=1, cause=f"{type(bug).__name__}: {bug}")
            self.bugs_in_a_row += 1

    def _attempt(self, event: Event, topic: str) -> None:
        started = time.perf_counter()
        with continue_trace(event.traceparent):
            self._dispatch(event)
        self.bugs_in_a_row = 0
        metrics.HANDLED_IN.labels(self._group, topic).observe(time.perf_counter() - started)
        metrics.EVENT_AGE.labels(self._group, topic).observe((utc_now() - event.time).total_seconds())
        metrics.CONSUMED.labels(self._group, topic).inc()

    def _note_bug(self, event: Event, topic: str) -> None:
        metrics.BUGS.labels(self._group, topic).inc()
        log.exception("handler_failed", group=self._group, event_id=event.id, event_type=event.type)

    def _bury(self, record: Received, cause: str) -> None:
        self._dead_letters.bury(record, cause)
        metrics.DEAD_LETTERED.labels(self._group, record.topic).inc()
        log.error(
            "record_dead_lettered",
            group=self._group,
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            cause=cause[:500],
        )

    def _park(self, record: Received, attempts: int, cause: str) -> None:
        due_at = self._policy.due_after(attempts) if attempts else utc_now()
        waiting = parked(record, attempts=attempts, due_at=due_at, cause=cause)
        self._parked.park(waiting)
        if attempts:
            self.waiting.wait(waiting.place, due_at)
        metrics.PARKED.labels(self._group, record.topic).inc()

    def retry_due(self, stop: threading.Event) -> None:
        """Try the first record of every key that is due, and those behind it as long as they pass."""
        for place in self.waiting.due():
            for _ in range(FOLLOWERS_AT_ONCE):
                if stop.is_set():
                    return
                first = self._parked.first(place)
                if first is None:
                    self.waiting.go_on(place)
                    break
                if not self._retry(first):
                    break

    def _retry(self, record: ParkedRecord) -> bool:
        """Try a parked record again; tell whether its followers may go on."""
        metrics.RETRIED.labels(self._group, record.topic).inc()
        event = from_record(record.topic, record.key, record.value, record.headers)
        try:
            self._attempt(event, record.topic)
        except ENGINE_ERRORS:
            raise
        except InvalidMessage as cause:
            self._bury(record, str(cause))
        except NotYet as cause:
            if not self._give_up_or_postpone(record, f"not yet: {cause}", self._policy.waits_no_more):
                return False
        except Exception as bug:  # noqa: BLE001 - a bug of a handler is parked, counted and told.
            self._note_bug(event, record.topic)
            if not self._give_up_or_postpone(record, f"{type(bug).__name__}: {bug}", self._policy.gives_up):
                return False
        self._parked.remove(record)
        return True

    def _give_up_or_postpone(
        self, record: ParkedRecord, cause: str, is_hopeless: Callable[[ParkedRecord], bool]
    ) -> bool:
        """Bury a record that is hopeless, else let it wait; tell whether it was buried."""
        if is_hopeless(record):
            self._bury(record, f"given up after {record.attempts + 1} attempts: {cause}")
            return True
        due_at = self._policy.due_after(record.attempts + 1)
        self._parked.postpone(record, due_at, cause)
        self.waiting.wait(record.place, due_at)
        return False
