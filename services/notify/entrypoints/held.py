"""The messages that a lane holds until one of its threads sends them, the urgent first."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Sequence
from itertools import count

from notify.domain.message import Message, Urgency

Task = tuple[Message, str | None]  # a message and its sealed recipient


class Held:
    """A queue in order of urgency; `close` ends the waiting of every thread."""

    def __init__(self) -> None:
        self._tasks: list[tuple[int, int, Task]] = []
        self._order = count()
        self._changed = threading.Condition()
        self._closed = False

    def put(self, tasks: Sequence[Task]) -> None:
        """Add tasks; one of the same urgency goes behind those that are there."""
        with self._changed:
            for task in tasks:
                heapq.heappush(self._tasks, (task[0].urgency, next(self._order), task))
            # One more, for the one thread that wakes only for what is urgent takes nothing else.
            self._changed.notify(len(tasks) + 1)

    def take(self, least: Urgency = Urgency.BULK) -> Task | None:
        """Wait for a task that is urgent enough; None when all is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._has(least))
            return None if self._closed else heapq.heappop(self._tasks)[-1]

    def close(self) -> list[Task]:
        """Let every thread end, and give what nobody took."""
        with self._changed:
            left = [task for _, _, task in sorted(self._tasks, key=lambda each: each[:2])]
            self._tasks, self._closed = [], True
            self._changed.notify_all()
            return left

    def _has(self, least: Urgency) -> bool:
        return bool(self._tasks) and self._tasks[0][0] <= least
