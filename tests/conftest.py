"""What every test may ask for: real engines, a database and a topic of its own."""

import os
import uuid
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from kafka import KafkaAdminClient
from kafka.admin import NewTopic
from pymongo import MongoClient
from pymongo.database import Database
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from hamrah.local.platform import Platform
from hamrah.local.ports import Ports
from tests.support.engines import Engines

# Every run tries the same examples, so that one that passes passes again; `search` looks for new ones.
hypothesis.settings.register_profile("steady", derandomize=True)
hypothesis.settings.register_profile("search")
hypothesis.settings.load_profile(os.environ.get("HAMRAH_EXAMPLES", "steady"))


ON_THE_PLATFORM = ("tests/chaos/", "tests/journeys/", "tests/hamrah/integration/test_platform.py")


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """Real MongoDB and Kafka, each started at first use, for the whole session."""
    running = Engines(tmp_path_factory.mktemp("engines"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def mongo_client(engines: Engines) -> Iterator[MongoClient[dict[str, Any]]]:
    """One client of the real MongoDB."""
    client: MongoClient[dict[str, Any]] = MongoClient(engines.mongodb_uri, tz_aware=True, w="majority")
    yield client
    client.close()


@pytest.fixture
def database(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[Database[dict[str, Any]]]:
    """An empty database of the test's own, dropped after it."""
    name = f"test-{uuid.uuid4().hex}"
    yield mongo_client[name]
    mongo_client.drop_database(name)


@pytest.fixture(scope="session")
def kafka_admin(engines: Engines) -> Iterator[KafkaAdminClient]:
    """One administrator's client of the real Kafka."""
    admin = KafkaAdminClient(bootstrap_servers=engines.kafka_bootstrap)
    yield admin
    admin.close()


@pytest.fixture
def topic(kafka_admin: KafkaAdminClient) -> str:
    """The name of an empty topic of the test's own, with 4 partitions."""
    name = f"test-{uuid.uuid4().hex}"
    kafka_admin.create_topics([NewTopic(name, num_partitions=4, replication_factor=1)])
    return name


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The whole platform on free ports, with generous limits, for the whole session."""
    with Platform(tmp_path_factory.mktemp("platform"), Ports.free()) as running:
        yield running


class ByFile(LoadFileScheduling):
    """One process does the tests of a file, and one all that use the platform, which is costly to start."""

    def _split_scope(self, nodeid: str) -> str:
        scope: str = super()._split_scope(nodeid)
        return "platform" if scope.startswith(ON_THE_PLATFORM) else scope


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    """Share the tests out among the processes."""
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests of the platform: they take longest, and nothing can share them out."""
    items.sort(key=lambda item: not item.nodeid.startswith(ON_THE_PLATFORM))
