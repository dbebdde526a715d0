"""What the chaos tests look at a platform through."""

from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient

from hamrah.demo.client import World
from hamrah.local.platform import Platform
from tests.chaos.people import Alumni


@pytest.fixture
def alumni(platform: Platform) -> Iterator[Alumni]:
    """alumni of the platform, to let people join."""
    running = Alumni(platform)
    yield running
    running.close()


@pytest.fixture
def mongo(platform: Platform) -> Iterator[MongoClient[dict[str, Any]]]:
    """The platform's database, to look into."""
    client: MongoClient[dict[str, Any]] = MongoClient(platform.layout.mongodb_uri, tz_aware=True)
    yield client
    client.close()


@pytest.fixture
def world(platform: Platform) -> Iterator[World]:
    """The platform's sandbox, behaving well again when the test is over."""
    outside = World(platform.ports.url("sandbox"))
    yield outside
    outside.behave()
