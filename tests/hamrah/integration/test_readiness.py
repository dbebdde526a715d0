"""A process without an API of its own says that it is not ready while its engines are away."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from chassis.config import PlatformSettings
from chassis.readiness import reach_kafka
from hamrah.local.engine import free_ports
from hamrah.local.mongod import Mongod
from hamrah.local.ports import Ports
from hamrah.local.processes import Layout, ProcessSpec, processes
from hamrah.secrets import generate
from hamrah.topics import create_topics
from tests.support.engines import Engines
from tests.support.waiting import eventually

NAMES = ("alumni.worker", "groups.relay", "groups.worker", "notify.consumer", "notify.sender")


@pytest.fixture
def mongod(tmp_path: Path) -> Iterator[Mongod]:
    """A MongoDB that this test may stop."""
    engine = Mongod(tmp_path / "mongod", *free_ports(1))
    engine.start()
    yield engine
    engine.stop()


@pytest.fixture
def specs(tmp_path: Path, engines: Engines, mongod: Mongod) -> Iterator[list[ProcessSpec]]:
    """The running processes."""
    create_topics(engines.kafka_bootstrap)
    generate(tmp_path / "secrets", development=True)
    layout = Layout(
        directory=tmp_path,
        ports=Ports.free(),
        mongodb_uri=mongod.uri,
        kafka_bootstrap=engines.kafka_bootstrap,
    )
    specs = [spec for spec in processes(layout, {}) if spec.name in NAMES]
    with ExitStack() as running:
        for spec in specs:
            process = subprocess.Popen(spec.argv, env={**os.environ, **spec.env}, stdout=subprocess.DEVNULL)
            running.enter_context(process)
            running.callback(process.kill)
        yield specs


def test_no_process_is_ready_while_mongodb_is_away(specs: list[ProcessSpec], mongod: Mongod) -> None:
    assert len(specs) == len(NAMES)
    for spec in specs:
        eventually(lambda spec=spec: answer(spec) == 200, within=30)

    mongod.stop()

    for spec in specs:
        eventually(lambda spec=spec: answer(spec) == 503, within=30)


def test_a_broker_that_takes_no_connection_is_away(engines: Engines, tmp_path: Path) -> None:
    (nobody,) = free_ports(1)
    settings = PlatformSettings(
        service="test",
        environment="development",
        mongodb_uri="",
        database="",
        kafka_bootstrap=f"127.0.0.1:{nobody},{engines.kafka_bootstrap}",
        jwks_url="",
        public_url="",
        secrets_dir=tmp_path,
        log_level="INFO",
        metrics_port=None,
    )

    reach_kafka(settings)
    with pytest.raises(ConnectionError):
        reach_kafka(replace(settings, kafka_bootstrap=f"127.0.0.1:{nobody}"))


def answer(spec: ProcessSpec) -> int:
    """Ask a process whether it is ready; give the status of its answer."""
    return requests.get(spec.ready_url, timeout=5).status_code
