"""One child process: started, watched, and never left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_LARGE_LOG = 20 * 1024**2  # bytes; the next start keeps it aside

# Linux ends a child whose parent *thread* ended (PR_SET_PDEATHSIG), so every child is
# started by this one thread, which lives as long as the process.
_SPAWNER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spawner")

# Runs in the child before the real program: ask for SIGTERM when the parent dies, then become the program.
_TIED_TO_PARENT = """
import ctypes, os, signal, sys
ctypes.CDLL(None).prctl(1, signal.SIGTERM)
if os.getppid() != int(sys.argv[1]):
    sys.exit("the parent is gone")
os.execvp(sys.argv[2], sys.argv[2:])
"""


class ChildFailed(Exception):
    """A child process ended, or did not answer, when it was expected to run."""


class Child:
    """A program that runs in its own process group, logs to a file and ends with its parent."""

    def __init__(
        self, name: str, argv: Sequence[str], log: Path, env: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self.log = log
        self._argv = list(argv)
        self._env = dict(env or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._asked_to_end = False

    def start(self) -> None:
        """Start the program, unless it is running already."""
        if not self.running:
            self._asked_to_end = False
            self._process = _SPAWNER.submit(self._spawn).result()

    def _spawn(self) -> subprocess.Popen[bytes]:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > _LARGE_LOG:
            self.log.replace(self.log.with_suffix(".old"))
        tied = [sys.executable, "-I", "-S", "-c", _TIED_TO_PARENT, str(os.getpid()), *self._argv]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                tied,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self._env},
                start_new_session=True,
            )

    @property
    def pid(self) -> int | None:
        """The process id while the program runs, else None."""
        return self._process.pid if self._process and self.running else None

    @property
    def running(self) -> bool:
        """Whether the program runs now."""
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """How the program ended; None while it runs or was never started."""
        return self._process.poll() if self._process else None

    def terminate(self) -> None:
        """Ask the program to end (SIGTERM), without waiting, and only once.

        A second signal would cut short how it finishes its work.
        """
        if self._process and self.running and not self._asked_to_end:
            self._asked_to_end = True
            self._process.terminate()

    def stop(self, grace: float = 15.0) -> None:
        """Ask the program to end, and end it by force when it has not after `grace` seconds."""
        self.terminate()
        self._reap(grace)

    def kill(self) -> None:
        """End the program and its own children at once (SIGKILL), as a crash would."""
        if self._process and self.running:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _reap(self, grace: float) -> None:
        if self._process is None:
            return
        try:
            self._process.wait(grace)
        except subprocess.TimeoutExpired:
            self.kill()

    def last_words(self, lines: int = 5) -> str:
        """The end of the program's log, for an error message."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def expect_running(self) -> None:
        """Raise ChildFailed with the log's last lines when the program has ended."""
        if not self.running:
            raise ChildFailed(f"{self.name} ended with code {self.exit_code}:\n{self.last_words()}")
