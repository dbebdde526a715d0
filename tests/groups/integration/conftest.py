"""The stores that tests of groups run on, in memory and on a real MongoDB, and the API with its callers."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from pymongo import MongoClient
from pymongo.database import Database

from groups.adapters.stores import Stores
from tests.groups.api import Caller, application
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


@pytest.fixture
def app(database: Database[dict[str, Any]]) -> Flask:
    """The API on a real MongoDB."""
    return application(database)


@pytest.fixture
def stores(database: Database[dict[str, Any]]) -> Stores:
    """The stores that the API has."""
    return Stores(database)


@pytest.fixture
def coordinator(app: Flask) -> Caller:
    """Who acts for the centre."""
    return Caller.coordinator(app)


@pytest.fixture
def member(app: Flask) -> Caller:
    """A member of no group yet."""
    return Caller.member(app)
