"""What of MongoDB's errors means that the engine is away, and nothing is wrong with the work."""

import pytest
from pymongo.errors import BulkWriteError, DuplicateKeyError, WriteConcernError, WTimeoutError

from chassis.mongo import ENGINE_ERRORS, confirmed

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
