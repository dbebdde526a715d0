"""Group commit: while one command to the database is under way, newcomers gather and go in the next one.

Many who ask for one document at once would make mongod resolve write conflicts instead of writing, and
many who ask for different ones wait for the journal each; one command for all who came meanwhile costs
little more than one for one.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Order = TypeVar("Order")
Answer = TypeVar("Answer")


class _Group(Generic[Order, Answer]):
    """The orders that one write will carry; the first one to come leads it."""

    __slots__ = ("answers", "done", "failure", "orders")

    def __init__(self) -> None:
        self.orders: list[Order] = []
        self.answers: Sequence[Answer] = ()
        self.failure: Exception | None = None
        self.done = threading.Event()


class _Lane(Generic[Order, Answer]):
    """What goes on at one key: a write under way, and the group that forms behind it."""

    __slots__ = ("forming", "turn", "users")

    def __init__(self) -> None:
        self.forming: _Group[Order, Answer] | None = None
        self.turn = threading.Lock()
        self.users = 0


class GroupCommit(Generic[Order, Answer]):
    """Writes the orders for a key one group at a time, under threads and under gevent alike."""

    def __init__(self, write: Callable[[str, list[Order]], Sequence[Answer]]) -> None:
        self._write = write  # gives one answer an order, in the same order
        self._mutex = threading.Lock()
        self._lanes: dict[str, _Lane[Order, Answer]] = {}

    def submit(self, key: str, order: Order) -> Answer:
        """Have the order written, alone or with others; raises what the write raised."""
        with self._mutex:
            lane = self._lanes.setdefault(key, _Lane())
            lane.users += 1
            group = lane.forming
            leads = group is None
            if group is None:
                group = lane.forming = _Group()
            position = len(group.orders)
            group.orders.append(order)
        try:
            if leads:
                self._lead(key, lane, group)
            else:
                group.done.wait()
        finally:
            self._leave(key, lane)
        if group.failure is not None:
            raise group.failure
        return group.answers[position]

    def _lead(self, key: str, lane: _Lane[Order, Answer], group: _Group[Order, Answer]) -> None:
        """Wait for the write under way, close the group, write it and wake its members, whatever happens."""
        try:
            with lane.turn:
                self._close(lane, group)
                group.answers = self._write(key, group.orders)
        except Exception as failure:  # noqa: BLE001 - every member of the group raises it
            group.failure = failure
        except BaseException:  # The leader is being stopped; its followers must not wait for ever.
            group.failure = RuntimeError("the write was given up")
            raise
        finally:
            self._close(lane, group)
            group.done.set()

    def _close(self, lane: _Lane[Order, Answer], group: _Group[Order, Answer]) -> None:
        """Let nobody join the group any more."""
        with self._mutex:
            if lane.forming is group:
                lane.forming = None

    def _leave(self, key: str, lane: _Lane[Order, Answer]) -> None:
        with self._mutex:
            lane.users -= 1
            if not lane.users:
                del self._lanes[key]
