"""A process as its supervisor sees it: started, asked, stopped."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.support.waiting import eventually

PROGRAM = """
import threading
from chassis.process import run

def main(stop):
{body}

run("sample", main)
"""


@contextmanager
def started(body: str, port: int | None = None) -> Iterator[subprocess.Popen[str]]:
    environment = {"PATH": "/usr/bin", "PYTHONPATH": str(Path(__file__).parents[3] / "services")}
    if port is not None:
        environment["HAMRAH_METRICS_PORT"] = str(port)
    program = PROGRAM.format(body=body)
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, env=environment, text=True, stdout=-1, stderr=-1) as running:
        try:
            yield running
        finally:
            running.kill()


@pytest.fixture
def port() -> int:
    from hamrah.local.engine import free_ports

    return next(iter(free_ports(1)))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_work_in_order_and_the_process_ends_with_zero(number: int, port: int):
    with started("    stop.wait(); print('drained', flush=True)", port) as running:
        eventually(lambda: requests.get(f"http://127.0.0.1:{port}/health", timeout=1).status_code == 200)
        running.send_signal(number)

        assert running.wait(timeout=10) == 0
        assert running.stdout is not None
        assert "drained" in running.stdout.read()


def test_metrics_and_health_are_served_on_this_machine_only(port: int):
    with started("    stop.wait()", port):
        page = f"http://127.0.0.1:{port}"
        eventually(lambda: requests.get(f"{page}/health/ready", timeout=1).status_code == 200)

        assert "process_resident_memory_bytes" in requests.get(f"{page}/metrics", timeout=1).text
        assert requests.get(f"{page}/health/live", timeout=1).json() == {"status": "live"}
        assert requests.get(f"{page}/other", timeout=1).status_code == 404


@pytest.mark.parametrize("body", ["    raise RuntimeError('broken')", "    return"])
def test_an_error_or_an_early_end_exits_with_one(body: str):
    with started(body) as running:
        assert running.wait(timeout=10) == 1


def test_a_taken_port_is_told_in_one_sentence(port: int):
    with started("    stop.wait()", port):
        eventually(lambda: requests.get(f"http://127.0.0.1:{port}/health", timeout=1).ok)
        with started("    stop.wait()", port) as second:
            assert second.wait(timeout=10) == 1
            assert second.stderr is not None
            assert f"cannot serve its metrics on port {port}" in second.stderr.read()


def test_a_second_signal_ends_a_process_that_hangs(port: int):
    with started("    stop.wait(); threading.Event().wait()", port) as running:
        eventually(lambda: requests.get(f"http://127.0.0.1:{port}/health", timeout=1).ok)
        running.send_signal(signal.SIGTERM)
        eventually(
            lambda: requests.get(f"http://127.0.0.1:{port}/health/ready", timeout=1).status_code == 503
        )
        running.send_signal(signal.SIGTERM)

        assert running.wait(timeout=10) == -signal.SIGTERM
