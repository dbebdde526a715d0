"""The stores that the tests run on, each test on all of them."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from pymongo import MongoClient
from pymongo.database import Database

from alumni.adapters.stores import Stores
from tests.alumni.client import Person, application
from tests.alumni.staff import Network
from tests.alumni.worlds import World, in_memory, on_mongodb


@pytest.fixture(scope="session")
def indexed(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[Database[dict[str, Any]]]:
    """A database that has the service's indexes once for all tests: making them takes a second."""
    found = mongo_client["test-alumni"]
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
    """The stores of one test: in memory, then on the real MongoDB."""
    if request.param == "memory":
        return in_memory()
    return on_mongodb(request.getfixturevalue("database"))


@pytest.fixture(scope="session")
def app(indexed: Database[dict[str, Any]]) -> Flask:
    """The application, built once: most of a test would be spent on that."""
    return application(indexed)


@pytest.fixture
def person(app: Flask, database: Database[dict[str, Any]]) -> Person:
    """Somebody at the HTTP API on the real MongoDB, not signed in."""
    return Person(app, database)


@pytest.fixture
def network(app: Flask, database: Database[dict[str, Any]]) -> Network:
    """Two active centres and nobody yet."""
    return Network(app, database)
