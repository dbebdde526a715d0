"""The stores that the tests run on, each test on all of them."""

from typing import Any

import pytest
from pymongo.database import Database

from tests.alumni.client import Person, application
from tests.alumni.worlds import World, in_memory, on_mongodb


@pytest.fixture(params=["memory", "mongodb"])
def world(request: pytest.FixtureRequest) -> World:
    """The stores of one test: in memory, then on the real MongoDB."""
    if request.param == "memory":
        return in_memory()
    return on_mongodb(request.getfixturevalue("database"))


@pytest.fixture
def person(database: Database[dict[str, Any]]) -> Person:
    """Somebody at the HTTP API on the real MongoDB, not signed in."""
    return Person(application(database), database)
