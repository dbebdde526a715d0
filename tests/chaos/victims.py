"""Processes of notify that are killed by SIGKILL again and again, and started again each time."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import requests

from tests.support.waiting import eventually

STARTS_WITHIN = 120.0  # a slow machine takes its time


class Victim:
    """One process, by its module."""

    def __init__(self, module: str, environment: Mapping[str, str], log: Path, port: int) -> None:
        self.module = module
        self.killed = 0
        self._environment = {**environment, "HAMRAH_METRICS_PORT": str(port)}
        self._ready = f"http://127.0.0.1:{port}/health/ready"
        self._log = log.open("ab")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it without waiting."""
        argv = [sys.executable, "-m", self.module]
        self._process = subprocess.Popen(argv, env=self._environment, stdout=self._log, stderr=self._log)

    def kill(self) -> None:
        """Kill it at whatever it does."""
        assert self._process is not None
        assert self._process.poll() is None, f"{self.module} ended by itself"
        self._process.kill()
        self._process.wait(10)
        self.killed += 1

    def kill_again_and_again(self, times: int, dice: random.Random, over: threading.Event) -> None:
        """Kill it soon after it became ready, so many times; it runs in the end."""
        for _ in range(times):
            eventually(self._is_ready, within=STARTS_WITHIN)
            over.wait(dice.uniform(0, 1))
            self.kill()
            self.start()

    def stop(self) -> None:
        """End it for good."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(30)
        self._log.close()

    def _is_ready(self) -> bool:
        return requests.get(self._ready, timeout=2).ok
