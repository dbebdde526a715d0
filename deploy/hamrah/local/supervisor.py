"""Keeping processes running: a crashed one is started again, ever later while it keeps crashing."""

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path

from hamrah.local.child import Child, ChildFailed
from hamrah.local.processes import ProcessSpec

_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 10.0  # seconds before a crashed process is started again
_SETTLED = 5.0  # a process that ran this long starts with a short pause again
_HOPELESS = 4  # crashes in a row without being ready in between
_BETWEEN_LOOKS = 0.1


class SupervisedProcess:
    """One process that is started again when it ends unasked."""

    def __init__(self, spec: ProcessSpec, log: Path) -> None:
        self.name = spec.name
        self.crashes = 0  # since somebody last saw it ready
        self.log = log
        self._ready_url = spec.ready_url
        self._child = Child(spec.name, spec.argv, log, spec.env)
        self._lock = threading.RLock()
        self._wanted = False
        self._pause = _FIRST_PAUSE
        self._started_at = 0.0
        self._start_again_at: float | None = None

    @property
    def pid(self) -> int | None:
        """The process id, None while it is down."""
        return self._child.pid

    def start(self) -> None:
        """Start the process without waiting for it to be ready."""
        with self._lock:
            self._wanted = True
            self._start_again_at = None
            self._started_at = time.monotonic()
            self._child.start()

    def kill(self) -> None:
        """End the process by SIGKILL; the supervisor starts it again."""
        self._child.kill()

    def terminate(self) -> None:
        """Ask the process to end, for good, without waiting."""
        with self._lock:
            self._wanted = False
            self._child.terminate()

    def stop(self, grace: float = 25.0) -> None:
        """Let the process finish its work and end, for good."""
        self.terminate()
        self._child.stop(grace)

    def restart(self) -> None:
        """Stop the process gracefully and start it again; return when it is ready."""
        self.stop()
        self.start()
        self.wait_until_ready()

    def look_after(self) -> bool:
        """Start the process again if it ended unasked and its pause is over; tell of a new crash."""
        with self._lock:
            now = time.monotonic()
            if not self._wanted or self._child.running:
                return False
            if self._start_again_at is None:
                self.crashes += 1
                self._pause = self._next_pause(now - self._started_at)
                self._start_again_at = now + self._pause
                return True
            if now >= self._start_again_at:
                self.start()
            return False

    def _next_pause(self, lived: float) -> float:
        return _FIRST_PAUSE if lived > _SETTLED else min(2 * self._pause, _LONGEST_PAUSE)

    @property
    def ready(self) -> bool:
        """Whether the process says of itself that it can work."""
        try:
            with urllib.request.urlopen(self._ready_url, timeout=2) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def wait_until_ready(self, within: float = 120.0) -> None:
        """Return once the process is ready; ChildFailed if it keeps crashing or stays silent."""
        deadline = time.monotonic() + within
        while not self.ready:
            if self.crashes >= _HOPELESS:
                raise ChildFailed(f"{self.name} keeps ending:\n{self._child.last_words()}")
            if time.monotonic() > deadline:
                raise ChildFailed(f"{self.name} is not ready:\n{self._child.last_words()}")
            threading.Event().wait(_BETWEEN_LOOKS)
        self.crashes = 0


class Supervisor:
    """One thread that looks after all processes until it is closed."""

    def __init__(
        self, processes: Iterable[SupervisedProcess], report: Callable[[str], None] = lambda _: None
    ) -> None:
        self._processes = list(processes)
        self._report = report
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="supervisor", daemon=True)

    def start(self) -> None:
        """Start every process, and look after them from now on."""
        for process in self._processes:
            process.start()
        self._thread.start()

    def _run(self) -> None:
        while not self._closing.wait(_BETWEEN_LOOKS):
            for process in self._processes:
                if process.look_after():
                    self._report(f"{process.name} ended unasked and is started again; see {process.log}")

    def stop(self) -> None:
        """Ask every process to finish, all at once, and wait for each."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join()
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.stop()
