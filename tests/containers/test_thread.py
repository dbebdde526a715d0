"""The thread in containers: what `docker compose up --build --wait` brings up, played from outside."""

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

# Set before testcontainers is imported: no helper container, and ports are on this machine's loopback.
os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")
os.environ.setdefault("TESTCONTAINERS_CONNECTION_MODE", "docker_host")
os.environ.setdefault("TESTCONTAINERS_HOST_OVERRIDE", "127.0.0.1")

from testcontainers.compose import DockerCompose

from hamrah.demo import play
from hamrah.demo.records import CommandRecords

ROOT = Path(__file__).parents[2]
PROJECT = f"hamrah-test-{os.getpid()}"
pytestmark = pytest.mark.timeout(1500)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def ports() -> dict[str, int]:
    """Free ports, so that the test runs beside a platform on the usual ones."""
    return {"HAMRAH_GATEWAY_PORT": free_port(), "HAMRAH_SANDBOX_PORT": free_port()}


@pytest.fixture(scope="module")
def compose(ports: dict[str, int], monkeypatch_module: pytest.MonkeyPatch) -> Iterator[DockerCompose]:
    """The whole platform, built and healthy; its volumes go with it."""
    for name, port in ports.items():
        monkeypatch_module.setenv(name, str(port))
    monkeypatch_module.setenv("COMPOSE_PROJECT_NAME", PROJECT)
    monkeypatch_module.setenv("HAMRAH_QUIET_HOURS", "none")
    running = DockerCompose(ROOT, build=True, wait=True, keep_volumes=False)
    try:
        running.start()
        yield running
    except subprocess.CalledProcessError as failure:
        logs = subprocess.run(
            ["docker", "compose", "logs", "--tail", "40"], cwd=ROOT, capture_output=True, text=True
        )
        pytest.fail(f"{(failure.stderr or b'').decode()}\n{logs.stdout}")
    finally:
        running.stop()


@pytest.fixture(scope="module")
def monkeypatch_module() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def test_the_story_plays_against_the_containers(compose: DockerCompose, ports: dict[str, int]) -> None:
    inside = ["docker", "compose", "--project-directory", str(ROOT), "exec", "-T", "notify-consumer"]

    code = play(
        "thread",
        f"http://127.0.0.1:{ports['HAMRAH_GATEWAY_PORT']}",
        f"http://127.0.0.1:{ports['HAMRAH_SANDBOX_PORT']}",
        CommandRecords([*inside, "python", "-m", "hamrah.demo.records"]),
        feeds="http://sandbox:8200",
    )

    assert code == 0


def test_only_the_gateway_and_the_sandbox_are_published_and_only_on_loopback(compose: DockerCompose) -> None:
    published = {
        (container.Service, port.URL)
        for container in compose.get_containers()
        for port in container.Publishers
        if port.PublishedPort
    }

    assert published == {("gateway", "127.0.0.1"), ("sandbox", "127.0.0.1")}


def test_our_own_processes_run_without_root(compose: DockerCompose) -> None:
    for service in ("alumni", "groups-relay", "notify-sender", "sandbox"):
        user, _, _ = compose.exec_in_container(["id", "-u"], service)

        assert user.strip() == "10001"


def test_keys_of_the_first_run_reach_only_the_service_that_owns_them(compose: DockerCompose) -> None:
    listed, _, _ = compose.exec_in_container(["sh", "-c", "ls /secrets/*"], "notify-sender")
    groups, _, _ = compose.exec_in_container(["sh", "-c", "ls /secrets/*"], "groups")

    assert "notify-private.key" in listed
    assert "token-signing-key.pem" not in listed
    assert "code.key" in groups
    assert "code.key" not in listed
    assert "notify-private.key" not in groups
    assert "token-signing-key.pem" not in groups


def test_a_second_start_keeps_what_the_first_one_made(compose: DockerCompose) -> None:
    def fingerprint() -> dict[str, object]:
        keys, _, _ = compose.exec_in_container(
            ["sha256sum", "/secrets/alumni/token-signing-key.pem"], "alumni"
        )
        code = (
            "import json, os, pymongo; client = pymongo.MongoClient(os.environ['HAMRAH_MONGODB_URI']);"
            "kept = [client.alumni.members, client.groups.occurrences];"
            "print(json.dumps([each.count_documents({}) for each in kept]))"
        )
        counts, _, _ = compose.exec_in_container(["python", "-c", code], "alumni")
        return {"keys": keys, "counts": json.loads(counts)}

    before = fingerprint()
    compose.stop(down=False)
    compose.start()

    assert fingerprint() == before
    assert before["counts"] != [0, 0]
