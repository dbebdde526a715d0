"""A write that a majority did not confirm is not reported as done."""

from typing import Any
from unittest.mock import MagicMock

import pytest
from pymongo.errors import AutoReconnect, WriteError

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


def test_several_decisions_are_one_command_that_a_majority_confirms() -> None:
    collection = a_collection(n=1)
    collection.find.return_value = [{"_id": "x", "a": "$b"}]

    shown = DECISION.take_all(collection, {"x": {"value": "$b"}, "unknown": {"value": 2}}, {"shared": "$c"})

    assert shown == {"x": {"_id": "x", "a": "$b"}}
    (command,) = collection.database.command.call_args.args
    assert command["writeConcern"] == {"w": "majority"}
    assert command["ordered"] is False
    # Constants of a statement are no expressions, unlike the variables of a command.
    assert [(each["q"], each["c"]) for each in command["updates"]] == [
        ({"_id": "x"}, {"value": "$b"}),
        ({"_id": "unknown"}, {"value": 2}),
    ]
    assert collection.find.call_args.kwargs["let"] == {"shared": {"$literal": "$c"}}


def test_a_document_that_cannot_be_written_has_its_error_in_its_place() -> None:
    collection = a_collection(n=1, writeErrors=[{"index": 1, "code": 16020, "errmsg": "no array"}])
    collection.find.return_value = [{"_id": "x"}]

    shown = DECISION.take_all(collection, {"x": {}, "y": {}}, {})

    assert shown["x"] == {"_id": "x"}
    assert isinstance(shown["y"], WriteError)
    assert collection.find.call_args.args[0] == {"_id": {"$in": ["x"]}}


def test_several_writes_without_their_majority_are_an_engine_that_is_away() -> None:
    collection = a_collection(n=2, writeConcernError={"code": 189})

    with pytest.raises(AutoReconnect):
        DECISION.take_all(collection, {"x": {}, "y": {}}, {})
    collection.find.assert_not_called()
