"""A real gunicorn on a free port, as the platform starts one."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.support.waiting import eventually

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Served:
    """One running service: where it answers, who it is, what it writes."""

    port: int
    process: subprocess.Popen[bytes]
    output: Path

    @property
    def address(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def exchange(self, raw: bytes) -> bytes:
        """Send bytes as they are, and read until the server closes or falls silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(raw)
            answer = b""
            while part := connection.recv(65536):
                answer += part
            return answer


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serve(application: str, output: Path, workers: int = 1) -> Iterator[Served]:
    """Run ``application`` under gunicorn with the platform's configuration; stop it at the end."""
    port = free_port()
    settings = {
        "HAMRAH_BIND": f"127.0.0.1:{port}",
        "HAMRAH_WORKERS": str(workers),
        "PYTHONPATH": os.pathsep.join(str(ROOT / each) for each in ("services", "deploy", "")),
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "python:chassis.gunicorn", application]
    with output.open("wb") as stream:
        process = subprocess.Popen(
            command, env={**os.environ, **settings}, stdout=stream, stderr=stream, cwd=ROOT
        )
        served = Served(port, process, output)
        try:
            eventually(lambda: requests.get(f"{served.address}/health/live", timeout=1).ok, within=30)
            yield served
        finally:
            process.terminate()
            process.wait(timeout=30)
