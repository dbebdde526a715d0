"""The relay: what outboxes hold goes to Kafka, in order per aggregate, at least once.

A relay selects what is pending (never what is newer than something seen: commit order is not id order),
sends a batch pipelined, awaits the acknowledgements of the whole batch, and only then pulls what was
acknowledged.
A crash in between repeats events; readers are idempotent by event id.

Two lanes, each with its own half of the shards, work at once: while one awaits the database, the other sends.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from pymongo.errors import PyMongoError

from chassis import metrics
from chassis.clock import utc_now
from chassis.ids import new_id
from chassis.kafka import producer
from chassis.leases import Leases, LeaseStore, Shards, ShardShare
from chassis.logs import get_logger
from chassis.outboxes import MongoOutboxes, Outboxes
from chassis.pacing import Lately, Warmth, gathering_pause
from chassis.publishing import Publisher, RecordSender
from chassis.wakeup import ChangeWatch

if TYPE_CHECKING:
    from pymongo.collection import Collection
    from pymongo.database import Database

    from chassis.config import PlatformSettings

log = get_logger()

LANES = 2
BATCH_DOCUMENTS = 500
LEASE_SECONDS = 10.0
# The change watch wakes a lane before the longest pause is over; those looks are for a watch that broke off.
SHORTEST_PAUSE, LONGEST_PAUSE = 0.002, 2.0
QUIET_PAUSE = 0.03  # A lane that pauses this long has nothing to do, and the change watch takes over.
AWAY_PAUSE = 1.0
KEY_PAUSE = 5.0
COUNT_EVERY = 5.0
HOPELESS_BATCHES = 10


class RelayStuck(Exception):
    """This producer sends nothing any more; only a new process helps."""


class Lane:
    """One thread's part of the shards: reads, sends, awaits and marks one batch after the other."""

    def __init__(
        self,
        source: str,
        outboxes: Sequence[Outboxes],
        publisher: Publisher,
        watched: Callable[[], bool] = lambda: False,
    ) -> None:
        self._source = source
        self._watched = watched
        self._warmth = [Warmth(each) for each in outboxes]
        self._publisher = publisher
        self._stopped: dict[str, float] = {}  # key -> when to try it again
        self._hopeless = 0
        self._lately = Lately()
        self._woken = threading.Event()
        self.in_use: Shards = frozenset()
        self.pause = 0.0

    def wake(self, name: str | None = None) -> None:
        """End the pause, to look at one collection, or at all."""
        for warmth in self._warmth:
            if name in (None, warmth.name):
                warmth.wake()
        self._woken.set()

    def run(self, stop: threading.Event, shards: Callable[[], Shards]) -> None:
        """Publish what these shards hold until `stop` is set.

        Without work, pause until something changes; while nobody watches, longer and longer.
        """
        while not stop.is_set():
            gathering = 0.0
            try:
                self.in_use = shards()
                published = self._round() if self.in_use else 0
                self.pause = 0.0 if published else self._longer()
                gathering = gathering_pause(published, self._lately.count(published, time.monotonic()))
            except PyMongoError as error:
                log.warning("relay_waits_for_database", cause=type(error).__name__)
                self.pause = AWAY_PAUSE
            finally:
                self.in_use = frozenset()
            pause = self.pause or gathering
            if pause and self._woken.wait(pause):
                self._woken.clear()
                self.pause = 0.0

    def _longer(self) -> float:
        if self._watched():
            return LONGEST_PAUSE
        return min(max(2 * self.pause, SHORTEST_PAUSE), LONGEST_PAUSE)

    def _round(self) -> int:
        """Publish and mark one batch of each collection that is due; give the number of events."""
        published = 0
        for warmth in self._warmth:
            if warmth.is_due(time.monotonic()):
                warmth.begin()
                found = self._relay(warmth.outboxes)
                warmth.note(found, time.monotonic())
                published += found
        return published

    def _relay(self, outboxes: Outboxes) -> int:
        """Publish and mark one batch; give the number of events published."""
        batch = outboxes.pending(self.in_use, BATCH_DOCUMENTS, self._waiting_keys())
        if not batch:
            return 0
        started = time.perf_counter()
        metrics.RELAY_LAG.labels(self._source).set((utc_now() - batch[0].entries[0]["time"]).total_seconds())
        outcome = self._publisher.publish(batch)
        if outcome.published:
            outboxes.mark([aggregate.key for aggregate in batch], outcome.published)
        self._hold_back(outcome.stopped)
        self._count_hopeless(outcome.hopeless and not outcome.published)
        metrics.RELAY_PUBLISHED.labels(self._source).inc(len(outcome.published))
        metrics.RELAY_FAILED.labels(self._source).inc(len(outcome.stopped))
        metrics.RELAY_BATCH.labels(self._source).observe(time.perf_counter() - started)
        return len(outcome.published)

    def _waiting_keys(self) -> list[str]:
        if not self._stopped:
            return []
        now = time.monotonic()
        self._stopped = {key: until for key, until in self._stopped.items() if until > now}
        return list(self._stopped)

    def _hold_back(self, keys: Sequence[str]) -> None:
        """Leave stopped keys alone for a while, so that they do not fill every batch."""
        self._stopped.update(dict.fromkeys(keys, time.monotonic() + KEY_PAUSE))

    def _count_hopeless(self, hopeless: bool) -> None:
        self._hopeless = self._hopeless + 1 if hopeless else 0
        if self._hopeless >= HOPELESS_BATCHES:
            raise RelayStuck(f"{self._hopeless} batches in a row failed for good")


class Relay:
    """Publishes the outboxes of a service's collections, sharing the shards with its other relays."""

    def __init__(
        self,
        *,
        source: str,
        collections: Sequence[Collection[Any]],
        producer: RecordSender,
        leases: LeaseStore,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self._source = source
        self._outboxes = [MongoOutboxes(collection) for collection in collections]
        self._share = ShardShare(leases, new_id(), lease_seconds)
        self._lease_seconds = lease_seconds
        publisher = Publisher(source, producer)
        self._watch = ChangeWatch(collections, wake=self._wake, quiet=self._quiet)
        self._lanes = [Lane(source, self._outboxes, publisher, self._watch.is_live) for _ in range(LANES)]
        self._failures: list[Exception] = []

    def run(self, stop: threading.Event) -> None:
        """Publish until `stop` is set; then finish the batches at hand and release the leases.

        The engines may go and come back. An unexpected error stops every thread and is raised here.
        """
        tasks: list[Callable[[threading.Event], None]] = [self._keep_leases, self._watch.run]
        tasks += [self._task_of(number) for number in range(LANES)]
        threads = [threading.Thread(target=self._guard, args=(task, stop)) for task in tasks]
        for thread in threads:
            thread.start()
        stop.wait()
        self._wake()
        for thread in threads:
            thread.join()
        self._give_up_leases()
        if self._failures:
            raise self._failures[0]

    def _task_of(self, number: int) -> Callable[[threading.Event], None]:
        def shards() -> Shards:
            return frozenset(shard for shard in self._share.held() if shard % LANES == number)

        return lambda stop: self._lanes[number].run(stop, shards)

    def _guard(self, task: Callable[[threading.Event], None], stop: threading.Event) -> None:
        try:
            task(stop)
        except Exception as failure:  # noqa: BLE001 - run() raises it when every thread has ended.
            self._failures.append(failure)
            stop.set()

    def _keep_leases(self, stop: threading.Event) -> None:
        """Renew the leases every quarter of their time, and count what waits."""
        counted_at = -COUNT_EVERY
        while not stop.is_set():
            try:
                self._share.settle(self._in_use)
                if time.monotonic() - counted_at > COUNT_EVERY:
                    counted_at = time.monotonic()
                    waiting = sum(outboxes.count() for outboxes in self._outboxes)
                    metrics.RELAY_PENDING.labels(self._source).set(waiting)
            except PyMongoError as error:
                log.warning("leases_not_renewed", cause=type(error).__name__)
            metrics.RELAY_SHARDS.labels(self._source).set(len(self._share.held()))
            stop.wait(self._lease_seconds / 4)

    def _give_up_leases(self) -> None:
        try:
            self._share.give_up()
        except PyMongoError as error:
            log.warning("leases_left_to_run_out", cause=type(error).__name__)

    def _in_use(self) -> Shards:
        return frozenset().union(*(lane.in_use for lane in self._lanes))

    def _wake(self, name: str | None = None) -> None:
        for lane in self._lanes:
            lane.wake(name)

    def _quiet(self) -> bool:
        return all(lane.pause >= QUIET_PAUSE for lane in self._lanes)


def publish_outboxes(
    settings: PlatformSettings,
    database: Database[dict[str, Any]],
    collections: Sequence[str],
    stop: threading.Event,
) -> None:
    """Relay these collections of a service until told to stop, then finish what is at hand."""
    kafka = producer(settings)
    try:
        Relay(
            source=settings.service,
            collections=[database[name] for name in collections],
            producer=kafka,
            leases=Leases(database),
        ).run(stop)
    finally:
        kafka.close(timeout=10)
