"""What every embedded engine has in common: it starts, really answers, stops, and can be killed."""

import itertools
import random
import socket
import threading
import time
from abc import ABC, abstractmethod
from contextlib import closing
from pathlib import Path

from hamrah.local.child import Child, ChildFailed

LOCALHOST = "127.0.0.1"
_BETWEEN_LOOKS = 0.05
_PORTS = range(15_000, 32_000)


class Engine(ABC):
    """A real engine as a child process, with its data and log under one directory.

    Stopping and starting on the same directory keeps the data.
    """

    name: str
    start_within = 120.0  # seconds

    def __init__(self, directory: Path, port: int, log: Path | None = None) -> None:
        self.directory = directory
        self.port = port
        self.log = log or directory / f"{self.name}.log"
        self._child: Child | None = None

    @property
    def pid(self) -> int | None:
        """The engine's process id while it runs."""
        return self._child.pid if self._child else None

    @abstractmethod
    def _prepare(self) -> Child:
        """Lay out files and return the child that runs the engine."""

    @abstractmethod
    def _answers(self) -> bool:
        """Tell whether a client can do real work now."""

    def start(self) -> None:
        """Start the engine and return once it answers; ChildFailed if it ends or stays silent."""
        self.directory.mkdir(parents=True, exist_ok=True)
        self._child = self._child or self._prepare()
        self._child.start()
        self._wait_until_it_answers(self._child)

    def _wait_until_it_answers(self, child: Child) -> None:
        deadline = time.monotonic() + self.start_within
        while not self._answers():
            child.expect_running()
            if time.monotonic() > deadline:
                raise ChildFailed(
                    f"{self.name} did not answer within {self.start_within:.0f} s:\n{child.last_words()}"
                )
            threading.Event().wait(_BETWEEN_LOOKS)

    def stop(self, grace: float = 20.0) -> None:
        """Stop the engine gracefully."""
        if self._child:
            self._child.stop(grace)

    def kill(self) -> None:
        """End the engine at once (SIGKILL), as a power cut would."""
        if self._child:
            self._child.kill()

    def restart(self) -> None:
        """Stop the engine and start it on the same data."""
        self.stop()
        self.start()


def port_is_open(port: int) -> bool:
    """Tell whether anything listens on this port of the local machine."""
    with closing(socket.socket()) as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((LOCALHOST, port)) == 0


def free_ports(count: int) -> list[int]:
    """Find ports nobody listens on, all different, below the range the system gives to clients."""
    candidates = random.SystemRandom().sample(_PORTS, len(_PORTS))
    return list(itertools.islice(filter(_can_listen, candidates), count))


def _can_listen(port: int) -> bool:
    with closing(socket.socket()) as probe:
        try:
            probe.bind((LOCALHOST, port))
        except OSError:
            return False
    return True
