"""What of MongoDB's errors means that the engine is away, and nothing is wrong with the work."""

import threading

import pytest
from pymongo.errors import (
    BulkWriteError,
    DuplicateKeyError,
    OperationFailure,
    ServerSelectionTimeoutError,
    WriteConcernError,
    WTimeoutError,
)

from chassis.mongo import ENGINE_ERRORS, confirmed, prepare

UNCONFIRMED = {"code": 91, "errmsg": "the server is shutting down"}
DUPLICATE = {"code": 11000, "errmsg": "it is there already"}


def test_a_bulk_of_writes_without_its_majority_is_an_engine_that_is_away():
    with pytest.raises(ENGINE_ERRORS), confirmed():
        raise BulkWriteError({"writeErrors": [DUPLICATE], "writeConcernErrors": [UNCONFIRMED]})


def test_a_duplicate_in_a_bulk_of_writes_is_none():
    with pytest.raises(BulkWriteError), confirmed():
        raise BulkWriteError({"writeErrors": [DUPLICATE], "writeConcernErrors": []})


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (WTimeoutError("the majority took too long"), True),
        (WriteConcernError("the server is shutting down", 91), True),
        (DuplicateKeyError("it is there already", 11000), False),
    ],
)
def test_a_write_that_the_majority_did_not_confirm_is_an_engine_that_is_away(error: Exception, away: bool):
    assert isinstance(error, ENGINE_ERRORS) is away


class Indexes:
    """Indexes that cannot be made at the first try."""

    def __init__(self, failure: Exception, stop: threading.Event | None = None) -> None:
        self.failure = failure
        self.stop = stop
        self.tries = 0

    def make(self) -> None:
        self.tries += 1
        if self.stop:
            self.stop.set()
        if self.stop or self.tries == 1:
            raise self.failure


def test_a_process_waits_for_its_engine_before_it_begins(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("chassis.mongo.AWAY_PAUSE", 0.0)
    indexes = Indexes(ServerSelectionTimeoutError("nobody answers"))

    prepare(indexes.make, threading.Event())

    assert indexes.tries == 2


def test_a_process_that_waits_for_its_engine_can_be_stopped():
    stop = threading.Event()
    indexes = Indexes(ServerSelectionTimeoutError("nobody answers"), stop)

    prepare(indexes.make, stop)

    assert indexes.tries == 1


def test_what_is_wrong_with_the_work_ends_the_process():
    indexes = Indexes(OperationFailure("another index has this name", 86))

    with pytest.raises(OperationFailure):
        prepare(indexes.make, threading.Event())
