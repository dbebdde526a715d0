"""Every test of places runs on memory and on a real MongoDB."""

from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from groups.adapters.stores import Stores
from tests.groups.worlds import MemoryWorld, MongoWorld, World


@pytest.fixture(scope="session")
def indexed(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[Database[dict[str, Any]]]:
    """A database that has the service's indexes once for all tests: making them takes a second."""
    found = mongo_client["test-groups"]
    Stores(found).ensure_indexes()
    yield found
    mongo_client.drop_database(found)


@pytest.fixture
def database(indexed: Database[dict[str, Any]]) -> Database[dict[str, Any]]:
    """The same database, empty."""
    for name in indexed.list_collection_names():
        indexed[name].delete_many({})
    return indexed


@pytest.fixture(params=["memory", "mongodb"])
def world(request: pytest.FixtureRequest) -> World:
    if request.param == "memory":
        return MemoryWorld()
    return MongoWorld(request.getfixturevalue("database"))
