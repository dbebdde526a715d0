"""A crashed process comes back, a hopeless one is reported, a stopped one stays down."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hamrah.local.child import ChildFailed
from hamrah.local.engine import free_ports
from hamrah.local.processes import ProcessSpec
from hamrah.local.supervisor import SupervisedProcess, Supervisor
from tests.support.waiting import eventually

SERVE = (
    "import http.server, sys; http.server.test(http.server.SimpleHTTPRequestHandler, port=int(sys.argv[1]))"
)
# As our own processes do: the first signal drains, a second one would end it at once.
DRAIN = """
import http.server, signal, sys, threading
def drain(number, frame):
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=server.shutdown).start()
signal.signal(signal.SIGTERM, drain)
server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler)
server.serve_forever()
threading.Event().wait(1)
print("drained", flush=True)
"""
StartProcess = Callable[[str], SupervisedProcess]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[StartProcess]:
    supervisors: list[Supervisor] = []

    def start_one(program: str) -> SupervisedProcess:
        (port,) = free_ports(1)
        argv = [sys.executable, "-c", program, str(port)]
        spec = ProcessSpec(name="one", argv=argv, env={}, ready_url=f"http://127.0.0.1:{port}/")
        process = SupervisedProcess(spec, tmp_path / "one.log")
        supervisor = Supervisor([process])
        supervisor.start()
        supervisors.append(supervisor)
        return process

    yield start_one
    for supervisor in supervisors:
        supervisor.stop()


def test_a_killed_process_is_started_again(start: StartProcess) -> None:
    process = start(SERVE)
    process.wait_until_ready()
    first = process.pid

    process.kill()

    assert eventually(lambda: process.pid not in (None, first))
    process.wait_until_ready()


def test_a_process_that_ends_by_itself_is_started_again(start: StartProcess) -> None:
    process = start(SERVE)
    process.wait_until_ready()
    first = process.pid
    assert first is not None

    os.kill(first, signal.SIGTERM)

    assert eventually(lambda: process.pid not in (None, first))


def test_a_restart_returns_when_the_process_is_ready(start: StartProcess) -> None:
    process = start(SERVE)
    process.wait_until_ready()
    first = process.pid

    process.restart()

    assert process.ready
    assert process.pid != first


def test_a_stopped_process_stays_down(start: StartProcess) -> None:
    process = start(SERVE)
    process.wait_until_ready()

    process.stop()
    process.look_after()

    assert process.pid is None


def test_a_process_that_cannot_run_is_reported_with_its_words(start: StartProcess) -> None:
    process = start("import sys; sys.exit('the key is missing')")

    with pytest.raises(ChildFailed, match="the key is missing"):
        process.wait_until_ready()


def test_a_stopped_process_finishes_its_work(start: StartProcess) -> None:
    process = start(DRAIN)
    process.wait_until_ready()

    process.stop()

    assert process.log.read_text().endswith("drained\n")


def test_closing_the_supervisor_lets_every_process_finish(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    argv = [sys.executable, "-c", DRAIN, str(port)]
    spec = ProcessSpec(name="one", argv=argv, env={}, ready_url=f"http://127.0.0.1:{port}/")
    process = SupervisedProcess(spec, tmp_path / "one.log")
    supervisor = Supervisor([process])
    supervisor.start()
    process.wait_until_ready()

    supervisor.stop()

    assert process.log.read_text().endswith("drained\n")
