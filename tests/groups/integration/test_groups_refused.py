"""Groups and rosters that cannot be are refused over the API, with nothing stored."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from pymongo import MongoClient

from chassis.ids import new_id
from tests.groups.api import Caller, application
from tests.groups.casts import OTHER_CENTRE
from tests.groups.ordering import NEW_GROUP, begin, licence, refusal, shift


@pytest.fixture(scope="module")
def lasting(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[Flask]:
    """The API on a database that lasts for all refusals."""
    database = mongo_client["test-groups-refused"]
    yield application(database)
    mongo_client.drop_database(database)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"centre_ids": [OTHER_CENTRE]}, (403, "not-of-your-centre")),
        ({"kind": "therapy", "open": False}, (422, "group-inconsistent")),
        ({"kind": "therapy", "licence": licence()}, (422, "group-inconsistent")),
        ({"kind": "therapy", "open": False, "licence": licence(-1)}, (409, "licence-not-current")),
        ({"fellowship": "AA"}, (422, "group-inconsistent")),
        ({"name": "a\u202eb"}, (422, "input-invalid")),
        ({"name": "x" * 121}, (422, "input-invalid")),
        ({"languages": []}, (422, "input-invalid")),
        ({"languages": ["en", "en"]}, (422, "input-invalid")),
        ({"open": "yes"}, (422, "input-invalid")),
        ({"centre_ids": [f"{number:032x}" for number in range(51)]}, (422, "input-invalid")),
        ({"member_ids": []}, (422, "input-invalid")),
    ],
)
def test_a_group_that_cannot_be_is_refused_with_nothing_stored(
    lasting: Flask, changes: dict[str, Any], expected: tuple[int, str]
) -> None:
    centre_id = new_id()
    coordinator = Caller.coordinator(lasting, centre_id)

    assert refusal(coordinator.post("/groups", json=NEW_GROUP | changes)) == expected
    assert coordinator.get("/me/groups").json["items"] == []


@pytest.mark.parametrize(
    ("roster", "expected"),
    [
        ({"time_zone": "Mars/Base", "shifts": []}, (422, "input-invalid")),
        ({"time_zone": "UTC", "shifts": [{"starts": "24:00"}]}, (422, "input-invalid")),
        ({"time_zone": "UTC", "shifts": [{"weekday": 3}]}, (422, "input-invalid")),
        ({"time_zone": "UTC", "shifts": [{"on": None}]}, (422, "input-invalid")),
        ({"time_zone": "UTC", "shifts": [{"on": "1066-10-14"}]}, (422, "input-invalid")),
        ({"time_zone": "UTC", "shifts": [{}]}, (422, "not-a-leader")),
        ({"time_zone": "UTC", "shifts": [{}] * 201}, (422, "input-invalid")),
    ],
)
def test_a_roster_that_cannot_be_is_refused(
    lasting: Flask, roster: dict[str, Any], expected: tuple[int, str]
) -> None:
    coordinator = Caller.coordinator(lasting)
    path = f"/groups/{begin(coordinator)['id']}/roster"
    usual = shift(new_id(), datetime(2026, 11, 23, 20, tzinfo=UTC))
    shifts = [usual | each for each in roster["shifts"]]

    assert refusal(coordinator.call("PUT", path, json=roster | {"shifts": shifts})) == expected
    assert coordinator.get(path).json["shifts"] == []
