"""A change watch wakes its reader for what is new, steps back where much changes, and comes again."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pymongo.database import Database

from chassis.pacing import BUSY
from chassis.wakeup import ChangeWatch
from tests.support.waiting import eventually


class Reader:
    """Whoever is woken, and says whether it has nothing to do."""

    def __init__(self) -> None:
        self.woken: list[str | None] = []
        self.is_quiet = True

    def quiet(self) -> bool:
        return self.is_quiet


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def watch(database: Database[dict[str, Any]], reader: Reader) -> Iterator[ChangeWatch]:
    new = {"operationType": "insert", "fullDocument.of": "interest"}
    watch = ChangeWatch([database["one"], database["other"]], reader.woken.append, reader.quiet, of=new)
    stop = threading.Event()
    running = threading.Thread(target=watch.run, args=(stop,))
    running.start()
    yield watch
    stop.set()
    running.join(10)
    assert not running.is_alive()


def test_it_wakes_for_the_collection_in_which_something_of_interest_is_new(database, reader, watch):
    eventually(watch.is_live)
    database["other"].insert_one({"of": "no interest"})
    database["unwatched"].insert_one({"of": "interest"})
    database["one"].insert_one({"of": "interest"})
    eventually(lambda: len(reader.woken) == 2)
    database["other"].insert_one({"of": "interest"})
    eventually(lambda: len(reader.woken) == 3)

    assert reader.woken == [None, "one", "other"]
    assert watch.is_live()


def test_of_many_changes_it_steps_back_until_the_reader_is_quiet(database, reader, watch):
    eventually(watch.is_live)
    reader.is_quiet = False
    database["one"].insert_many([{"of": "interest"} for _ in range(3 * int(BUSY))])
    eventually(lambda: not watch.is_live())
    eventually(lambda: reader.woken[-1] is None)  # for what nobody watched

    assert len(reader.woken) < 2 * BUSY
    reader.is_quiet = True
    eventually(watch.is_live)
