"""The real engines for tests, each started when a test first needs it."""

import os
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from hamrah.local.engine import Engine, free_ports
from hamrah.local.kafka import Kafka
from hamrah.local.mongod import Mongod

E = TypeVar("E", bound=Engine)


class Engines:
    """MongoDB and Kafka on free ports, or the ones the environment names."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._started: list[Engine] = []

    @cached_property
    def mongodb_uri(self) -> str:
        """The address of a real MongoDB replica set."""
        given = os.environ.get("HAMRAH_MONGODB_URI")
        return given or self._start(Mongod(self._directory / "mongod", *free_ports(1))).uri

    @cached_property
    def kafka_bootstrap(self) -> str:
        """The address of a real Kafka."""
        given = os.environ.get("HAMRAH_KAFKA_BOOTSTRAP")
        return given or self._start(Kafka(self._directory / "kafka", *free_ports(2))).bootstrap

    def _start(self, engine: E) -> E:
        self._started.append(engine)
        engine.start()
        return engine

    def stop(self) -> None:
        """Stop what was started."""
        for engine in self._started:
            engine.stop()
