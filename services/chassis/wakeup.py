"""A change stream that wakes an idle reader of collections; it is a wake-up only, never the truth."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pymongo.errors import PyMongoError

from chassis.logs import get_logger
from chassis.pacing import BUSY, Lately

if TYPE_CHECKING:
    from pymongo.collection import Collection
    from pymongo.database import Database

log = get_logger()

LISTENING_MS = 500
RETRY_AFTER = 1.0
BUSY_LOOK = 0.05
WHATEVER_STAYS: Mapping[str, Any] = {"operationType": {"$ne": "delete"}}


class ChangeWatch:
    """Watches collections, and wakes their reader at each change, for the collection that changed.

    It is woken for all of them (None) as the stream opens and as it ends, for what was written meanwhile.
    Whoever is watched (`is_live`) need not look again until then.

    While much changes nothing is watched, and the reader looks by itself until it is `quiet`: a stream of
    every change would cost more than it tells. A lost history (error 286) or an engine that is away only
    means to watch anew. `of` says, in MongoDB's words, which changes count.
    """

    def __init__(
        self,
        collections: Sequence[Collection[Any]],
        wake: Callable[[str | None], None],
        quiet: Callable[[], bool],
        of: Mapping[str, Any] = WHATEVER_STAYS,
    ) -> None:
        self._database: Database[Any] = collections[0].database
        names = [collection.name for collection in collections]
        self._wanted = [{"$match": {"ns.coll": {"$in": names}, **of}}, {"$project": {"_id": 1, "ns": 1}}]
        self._wake = wake
        self._quiet = quiet
        self._live = False

    def is_live(self) -> bool:
        """Tell whether whatever changes now wakes the reader."""
        return self._live

    def run(self, stop: threading.Event) -> None:
        """Watch until `stop` is set."""
        while not stop.is_set():
            if not self._quiet():
                stop.wait(BUSY_LOOK)
                continue
            try:
                self._watch(stop)
            except PyMongoError as error:
                log.info("change_watch_interrupted", cause=type(error).__name__)
                stop.wait(RETRY_AFTER)

    def _watch(self, stop: threading.Event) -> None:
        """Wake the reader at each change, until there are many."""
        # Of many changes at once the server need not prepare more than are read before stepping back.
        with self._database.watch(
            self._wanted, max_await_time_ms=LISTENING_MS, batch_size=int(BUSY)
        ) as changes:
            self._live, lately = True, Lately()
            self._wake(None)
            try:
                while changes.alive and not stop.is_set():
                    change = changes.try_next()
                    if change is None:
                        continue
                    self._wake(change["ns"]["coll"])
                    if lately.count(1, time.monotonic()) > BUSY:
                        return
            finally:
                self._live = False
                self._wake(None)
