"""Every test of places runs on memory and on a real MongoDB."""

import pytest

from tests.groups.worlds import MemoryWorld, MongoWorld, World


@pytest.fixture(params=["memory", "mongodb"])
def world(request: pytest.FixtureRequest) -> World:
    if request.param == "memory":
        return MemoryWorld()
    return MongoWorld(request.getfixturevalue("database"))
