"""A network of three services on the real MongoDB."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient

from tests.rights.worlds import Network


@pytest.fixture(scope="session")
def made(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[Network]:
    """The network with its indexes, made once: making them takes seconds."""
    network = Network(mongo_client, f"test-{uuid.uuid4().hex[:12]}")
    yield network
    for database in network.databases:
        mongo_client.drop_database(database)


@pytest.fixture
def network(made: Network) -> Network:
    """The same network, empty."""
    for database in made.databases:
        for name in database.list_collection_names():
            database[name].delete_many({})
    made.heard.clear()
    return made
