"""The whole platform on one machine: engines, topics, gateway and every process, started and stopped."""

import fcntl
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from hamrah.gateway import SERVICES, GatewaySettings, render
from hamrah.local.engine import Engine
from hamrah.local.envoy import HEALTH_PATH, envoy_command
from hamrah.local.kafka import Kafka, class_path, is_fetched
from hamrah.local.mongod import Mongod, uri_of
from hamrah.local.ports import Ports
from hamrah.local.preflight import PreflightFailed
from hamrah.local.processes import Layout, ProcessSpec, processes
from hamrah.local.supervisor import SupervisedProcess, Supervisor
from hamrah.secrets import generate
from hamrah.topics import create_topics

# One machine is one client: the demo's people and a benchmark's share its address.
LOCAL_LIMITS = {
    "requests_burst": 20_000,
    "requests_per_second": 10_000,
    "sign_in_burst": 2_000,
    "sign_in_per_minute": 2_000,
}


def _say_nothing(_step: str) -> None:
    pass


class Platform:
    """Everything of one local Hamrah, below one directory.

    `overrides` are settings for every process; `limits` are the gateway's for one client
    (fields of GatewaySettings). `progress` is told each step. HAMRAH_MONGODB_URI and
    HAMRAH_KAFKA_BOOTSTRAP, when set, name engines to use instead of own ones.
    """

    def __init__(
        self,
        directory: Path,
        ports: Ports,
        overrides: Mapping[str, str] | None = None,
        limits: Mapping[str, int] | None = None,
        progress: Callable[[str], None] = _say_nothing,
    ) -> None:
        self.directory = directory.resolve()
        self.ports = ports
        data, logs = self.directory / "data", self.directory / "logs"
        self.mongod = Mongod(data / "mongod", ports.mongod, logs / "mongod.log")
        self.kafka = Kafka(data / "kafka", ports.kafka, ports.kafka_controller, logs / "kafka.log")
        self.layout = layout_of(self.directory, ports)
        self._limits = {**LOCAL_LIMITS, **(limits or {})}
        self.progress = progress
        self._opened = ExitStack()
        self._claimed = False
        self._own_engines: list[Engine] = []
        specs = [*processes(self.layout, overrides or {})]
        self.processes = {
            spec.name: SupervisedProcess(spec, logs / f"{spec.name}.log")
            for spec in [*specs, self._gateway_spec()]
        }

    @property
    def url(self) -> str:
        """The gateway's address."""
        return self.layout.public_url

    def start(self) -> None:
        """Start everything and return once every part says that it is ready.

        Whatever fails, what was started is stopped again.
        """
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def claim(self) -> None:
        """Make the directory this platform's own; PreflightFailed while another one runs there."""
        if not self._claimed:
            self.directory.mkdir(parents=True, exist_ok=True)
            self._opened.enter_context(only_platform_in(self.directory))
            self._claimed = True

    def _start(self) -> None:
        self.claim()
        generate(self.layout.secrets, development=True)
        self._start_engines()
        self.progress("Creating the topics")
        create_topics(self.layout.kafka_bootstrap)
        self._write_gateway_configuration()
        outside = [self.processes["gateway"], self.processes["sandbox"]]
        services = [each for each in self.processes.values() if each not in outside]
        # Left in the opposite order: the services finish their work while what they talk to still answers.
        for group in (outside, services):
            supervisor = Supervisor(group, lambda said: self.progress(said))
            self._opened.callback(self._stop_group, supervisor, ", ".join(each.name for each in group))
            supervisor.start()
        self._wait_until_ready()

    def _start_engines(self) -> None:
        own = self._own_engines = []
        if self.layout.mongodb_uri == self.mongod.uri:
            own.append(self.mongod)
        if self.layout.kafka_bootstrap == self.kafka.bootstrap:
            own.append(self.kafka)
            if not is_fetched():
                self.progress("Fetching Kafka, once (about a minute)")
                class_path()
        self.progress("Starting " + " and ".join(engine.name for engine in own))
        for engine in own:
            self._opened.callback(self._stop_engine, engine)
        with ThreadPoolExecutor() as side_by_side:
            for started in [side_by_side.submit(engine.start) for engine in own]:
                started.result()

    def _wait_until_ready(self) -> None:
        waiting = dict(self.processes)
        while waiting:
            name, process = waiting.popitem()
            self.progress(f"Starting the services: waiting for {name}")
            process.wait_until_ready()

    def _stop_group(self, supervisor: Supervisor, names: str) -> None:
        self.progress(f"Stopping {names}")
        supervisor.stop()

    def _stop_engine(self, engine: Engine) -> None:
        self.progress(f"Stopping {engine.name}")
        engine.stop()

    def stop(self) -> None:
        """Drain and stop everything: the services, then the gateway, then the engines."""
        self._opened.close()
        self._claimed = False

    def look_after_engines(self) -> None:
        """Start an own engine again that ended unasked."""
        for engine in self._own_engines:
            if engine.pid is None:
                self.progress(f"{engine.name} ended unasked and is started again; see {engine.log}")
                engine.start()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def _gateway_file(self) -> Path:
        return self.directory / "gateway" / "envoy.yaml"

    def _gateway_spec(self) -> ProcessSpec:
        return ProcessSpec(
            name="gateway",
            argv=envoy_command(self._gateway_file),
            env={},
            ready_url=f"{self.url}{HEALTH_PATH}",
        )

    def _write_gateway_configuration(self) -> None:
        self._gateway_file.parent.mkdir(parents=True, exist_ok=True)
        settings = GatewaySettings(
            bind=self.ports.address("gateway"),
            services={name: self.ports.address(name) for name in SERVICES},
            public_url=self.url,
            admin_socket=str(self._gateway_file.with_name("admin.sock")),
            **self._limits,  # type: ignore[arg-type]
        )
        self._gateway_file.write_text(render(settings))


def layout_of(directory: Path, ports: Ports) -> Layout:
    """Where everything is; engines that the environment names win over own ones."""
    return Layout(
        directory=directory,
        ports=ports,
        mongodb_uri=os.environ.get("HAMRAH_MONGODB_URI", uri_of(ports.mongod)),
        kafka_bootstrap=os.environ.get("HAMRAH_KAFKA_BOOTSTRAP", ports.address("kafka")),
    )


class only_platform_in:  # noqa: N801 - read as a sentence where it is used
    """Hold the directory as long as the platform runs; a second platform is refused."""

    def __init__(self, directory: Path) -> None:
        self._lock = (directory / "lock").open("a")

    def __enter__(self) -> None:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise PreflightFailed(
                "Hamrah runs already from this directory; end it with Ctrl-C in its terminal first."
            ) from None

    def __exit__(self, *_: object) -> None:
        self._lock.close()
