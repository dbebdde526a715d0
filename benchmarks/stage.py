"""Where the figures are measured: the whole platform on free ports, baselines beside it, a cheap provider."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

from pymongo import MongoClient
from pymongo.database import Database

from benchmarks import provider
from hamrah.local.child import Child
from hamrah.local.engine import free_ports, port_is_open
from hamrah.local.platform import Platform
from hamrah.local.ports import Ports
from hamrah.local.processes import environment_of
from hamrah.local.supervisor import SupervisedProcess

ROOT = Path(__file__).resolve().parents[1]
_GUNICORN = [sys.executable, "-m", "gunicorn"]
PLAIN = ("--worker-class", "gevent", "--workers", "1")
AS_THE_SERVICES = ("-c", "python:chassis.gunicorn")


class Stage:
    """The platform under load, its own engines, and what the baselines need of them."""

    def __init__(self, directory: Path, progress: Callable[[str], None]) -> None:
        self._opened = ExitStack()
        self.progress = progress
        self.directory = directory
        (provider_port,) = free_ports(1)
        self.provider = provider.Client(provider_port)
        calls = {
            "HAMRAH_CHANNELS": "sms=twilio email=smtp",
            "HAMRAH_SMS_BASE_URL": f"http://127.0.0.1:{provider_port}",
        }
        self.platform = Platform(directory, Ports.free(), overrides=calls, progress=progress)

    def __enter__(self) -> Self:
        try:
            self._open()
        except BaseException:
            self._opened.close()
            raise
        return self

    def _open(self) -> None:
        self.start_child("provider", [sys.executable, "-m", "benchmarks.provider", str(self.provider.port)])
        wait_for(lambda: port_is_open(self.provider.port))
        self._opened.enter_context(self.platform)
        self.mongo: MongoClient[dict[str, Any]] = MongoClient(
            self.platform.layout.mongodb_uri, tz_aware=True, w="majority"
        )
        self._opened.callback(self.mongo.close)
        self.bare_port = self.start_bare("registration")

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def start_child(self, name: str, argv: Sequence[str]) -> None:
        """Run a program of the benchmark until the stage closes."""
        child = Child(name, argv, self.directory / "logs" / f"{name}.log", self.environment())
        child.start()
        self._opened.callback(child.stop)

    def start_bare(self, name: str, settings: Sequence[str] = PLAIN) -> int:
        """Run a baseline's application under gunicorn until the stage closes; give its port."""
        (port,) = free_ports(1)
        app = ["--bind", f"127.0.0.1:{port}", f"benchmarks.bare.{name}:http_app()"]
        self.start_child(f"bare-{name}", [*_GUNICORN, *settings, *app])
        wait_for(lambda: port_is_open(port))
        return port

    def environment(self) -> dict[str, str]:
        """The settings that a baseline shares with the services."""
        return {**environment_of("groups", self.platform.layout), "PYTHONPATH": str(ROOT)}

    def database(self, service: str) -> Database[dict[str, Any]]:
        """The database of one service."""
        return self.mongo[service]

    def stop(self, *names: str) -> None:
        """Stop processes that have no part in what is measured next."""
        for name in names:
            self.platform.processes[name].stop()


@contextmanager
def frozen(process: SupervisedProcess) -> Iterator[None]:
    """Stand a process still (SIGSTOP) while its work is laid out, and let it go on at the end."""
    pid = process.pid
    if pid is None:
        raise RuntimeError(f"{process.name} does not run")
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def wait_for(condition: Callable[[], bool], within: float = 60.0, every: float = 0.02) -> None:
    """Return once the condition holds; TimeoutError if it never does."""
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {within:.0f} s in vain for {condition!r}")
        threading.Event().wait(every)
