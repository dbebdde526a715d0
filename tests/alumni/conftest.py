"""The stores that the tests run on, each test on all of them."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

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


@pytest.fixture
def person(database: Database[dict[str, Any]]) -> Person:
    """Somebody at the HTTP API on the real MongoDB, not signed in."""
    return Person(application(database), database)


@pytest.fixture(scope="module")
def shared_app(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[tuple[Flask, Database[dict[str, Any]]]]:
    """One application for all tests of a module: most of what one costs is its indexes."""
    database = mongo_client[f"test-{uuid4().hex}"]
    yield application(database), database
    mongo_client.drop_database(database)


@pytest.fixture
def network(shared_app: tuple[Flask, Database[dict[str, Any]]]) -> Network:
    """Two active centres and nobody yet, in a database that is emptied for each test."""
    app, database = shared_app
    for name in database.list_collection_names():
        database[name].delete_many({})
    return Network(app, database)
