"""Every chore is done, whatever one of them meets."""

from typing import Any

from pymongo.errors import ServerSelectionTimeoutError

from chassis.chores import FAILED, look


class Chores:
    """Chores of which the first fails."""

    def __init__(self, failure: Exception) -> None:
        self.failure = failure
        self.done = 0

    def fail(self, *_: Any) -> int:
        raise self.failure

    def do(self, *_: Any) -> int:
        self.done += 1
        return 1


def failures() -> float:
    return FAILED.labels("first")._value.get()


def test_a_chore_with_a_bug_keeps_no_other_from_being_done():
    chores, before = Chores(KeyError("a bug")), failures()

    look({"first": chores.fail, "second": chores.do})

    assert chores.done == 1
    assert failures() == before + 1


def test_while_the_engine_is_away_nothing_more_is_tried():
    chores, before = Chores(ServerSelectionTimeoutError("away")), failures()

    look({"first": chores.fail, "second": chores.do})

    assert chores.done == 0
    assert failures() == before
