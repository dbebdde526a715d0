"""A write that a majority did not confirm is not reported as done."""

from typing import Any
from unittest.mock import MagicMock

import pytest
from pymongo.errors import AutoReconnect

from chassis.mongo import ENGINE_ERRORS
from groups.adapters.decision import Decision

DECISION = Decision([{"$set": {"a": "$$value"}}], {"a": 1})


def a_collection(**reply: Any) -> MagicMock:
    collection = MagicMock()
    collection.database.command.return_value = reply
    return collection


def test_a_decision_asks_for_the_majority_and_for_no_expression_of_a_caller() -> None:
    collection = a_collection(value={"a": "$b"})

    assert DECISION.take(collection, "id", {"value": "$b"}) == {"a": "$b"}
    (command,) = collection.database.command.call_args.args
    assert command["writeConcern"] == {"w": "majority"}
    assert command["let"] == {"value": {"$literal": "$b"}}


def test_a_write_without_its_majority_is_an_engine_that_is_away() -> None:
    collection = a_collection(value={"a": 1}, writeConcernError={"code": 189})

    with pytest.raises(AutoReconnect) as raised:
        DECISION.take(collection, "id", {})
    assert isinstance(raised.value, ENGINE_ERRORS)
