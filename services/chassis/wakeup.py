"""A change stream that wakes an idle relay; it is a wake-up only, never the truth."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from pymongo.errors import PyMongoError

from chassis.logs import get_logger

if TYPE_CHECKING:
    from pymongo.collection import Collection
    from pymongo.database import Database

log = get_logger()

LISTENING_MS = 500
RETRY_AFTER = 1.0
BUSY_LOOK = 0.05


class ChangeWatch:
    """Watches collections while their relay is quiet, and wakes it at the first change, for that collection.

    It is woken for all of them (None) as the stream opens, for what was written meanwhile.

    While the relay is busy it polls anyway, and nothing is watched: a stream of every change would cost more
    than it tells. A lost history (error 286) or an engine that is away only means to watch anew.
    """

    def __init__(
        self,
        collections: Sequence[Collection[Any]],
        wake: Callable[[str | None], None],
        quiet: Callable[[], bool],
    ) -> None:
        self._database: Database[Any] = collections[0].database
        self._names = [collection.name for collection in collections]
        self._wake = wake
        self._quiet = quiet

    def run(self, stop: threading.Event) -> None:
        """Watch until `stop` is set."""
        while not stop.is_set():
            if not self._quiet():
                stop.wait(BUSY_LOOK)
                continue
            try:
                self._await_change(stop)
            except PyMongoError as error:
                log.info("change_watch_interrupted", cause=type(error).__name__)
                stop.wait(RETRY_AFTER)

    def _await_change(self, stop: threading.Event) -> None:
        wanted: list[dict[str, Any]] = [
            {"$match": {"ns.coll": {"$in": self._names}, "operationType": {"$ne": "delete"}}},
            {"$project": {"_id": 1, "ns": 1}},
        ]
        with self._database.watch(wanted, max_await_time_ms=LISTENING_MS) as changes:
            self._wake(None)  # What was written while the stream opened.
            while changes.alive and not stop.is_set():
                if change := changes.try_next():
                    self._wake(change["ns"]["coll"])
                    return
