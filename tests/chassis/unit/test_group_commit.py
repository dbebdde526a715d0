"""Orders for one key gather while a write is under way; every order gets its own answer."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from chassis.group_commit import GroupCommit
from tests.support.waiting import eventually


class SlowStore:
    """Writes when it is let; remembers each group."""

    def __init__(self) -> None:
        self.groups: list[tuple[str, list[int]]] = []
        self.started = threading.Semaphore(0)
        self.go_on = threading.Semaphore(0)

    def write(self, key: str, orders: list[int]) -> Sequence[int]:
        self.started.release()
        assert self.go_on.acquire(timeout=10)
        self.groups.append((key, list(orders)))
        return [order * 10 for order in orders]


class StoppedTurn:
    """A lane's turn whose waiter is stopped instead of getting it."""

    def __init__(self) -> None:
        self.stop = threading.Event()

    def __enter__(self) -> None:
        assert self.stop.wait(10)
        raise SystemExit

    def __exit__(self, *_: object) -> None: ...


def test_newcomers_wait_for_the_write_under_way_and_go_together() -> None:
    store = SlowStore()
    commit = GroupCommit(store.write)
    with ThreadPoolExecutor(6) as pool:
        first = pool.submit(commit.submit, "a", 1)
        assert store.started.acquire(timeout=10)
        others = [pool.submit(commit.submit, "a", number) for number in range(2, 7)]
        eventually(lambda: len(commit._lanes["a"].forming.orders) == 5)  # type: ignore[union-attr]
        store.go_on.release(2)

        assert first.result(10) == 10
        assert [other.result(10) for other in others] == [20, 30, 40, 50, 60]
    assert [len(orders) for _, orders in store.groups] == [1, 5]
    assert commit._lanes == {}


def test_keys_do_not_wait_for_each_other() -> None:
    store = SlowStore()
    commit = GroupCommit(store.write)
    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(commit.submit, key, 1) for key in "ab"]
        for _ in "ab":
            assert store.started.acquire(timeout=10)
        store.go_on.release(2)

        assert [answer.result(10) for answer in answers] == [10, 10]


def test_a_failed_write_fails_for_everyone_in_its_group_and_for_nobody_after() -> None:
    failing = [True]

    def write(_key: str, orders: list[int]) -> Sequence[int]:
        if failing[0]:
            raise ConnectionError("away")
        return orders

    commit = GroupCommit(write)
    with pytest.raises(ConnectionError):
        commit.submit("a", 1)
    failing[0] = False

    assert commit.submit("a", 2) == 2


def test_a_leader_that_is_stopped_leaves_nobody_waiting() -> None:
    def write(_key: str, _orders: list[int]) -> Sequence[int]:
        raise SystemExit

    commit = GroupCommit(write)
    with pytest.raises(SystemExit):
        commit.submit("a", 1)

    assert commit._lanes == {}


def test_a_leader_that_is_stopped_before_its_turn_leaves_nobody_waiting() -> None:
    store = SlowStore()
    commit = GroupCommit(store.write)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(commit.submit, "a", 1)
        assert store.started.acquire(timeout=10)
        lane, turn = commit._lanes["a"], StoppedTurn()
        lane.turn = turn  # type: ignore[assignment]
        leader = pool.submit(commit.submit, "a", 2)
        eventually(lambda: lane.forming is not None)
        follower = pool.submit(commit.submit, "a", 3)
        eventually(lambda: len(lane.forming.orders) == 2)  # type: ignore[union-attr]
        turn.stop.set()

        with pytest.raises(SystemExit):
            leader.result(10)
        with pytest.raises(RuntimeError, match="given up"):
            follower.result(10)
        assert lane.forming is None
        store.go_on.release(2)
        assert first.result(10) == 10
    assert commit._lanes == {}
    assert commit.submit("a", 4) == 40
