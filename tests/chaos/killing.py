"""SIGKILL at random points of the load: as a process starts, and while it works."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from hamrah.local.supervisor import SupervisedProcess
from tests.support.waiting import eventually

WITHIN = 600.0  # a slow machine takes its time
Way = Callable[[SupervisedProcess], None]


@dataclass(kw_only=True)
class Target:
    """A process to kill, and how; `work` is the metric, with labels of it, that grows when it works."""

    process: SupervisedProcess
    metrics_url: str
    work: str
    labels: dict[str, str] = field(default_factory=dict)
    ways: Sequence[Way] = (SupervisedProcess.kill,)
    killed: int = 0

    @property
    def name(self) -> str:
        """The process's name."""
        return self.process.name

    def works(self) -> bool:
        """Whether the process has done something since its start."""
        with suppress(OSError), urllib.request.urlopen(self.metrics_url, timeout=5) as answer:
            return self._work_done(answer.read().decode()) > 0
        return False

    def _work_done(self, exposition: str) -> float:
        return sum(
            sample.value
            for family in text_string_to_metric_families(exposition)
            for sample in family.samples
            if sample.name == self.work and self.labels.items() <= sample.labels.items()
        )


def kill_master(process: SupervisedProcess) -> None:
    """Kill gunicorn's master; its worker is left an orphan."""
    if process.pid:
        os.kill(process.pid, signal.SIGKILL)


def kill_workers(process: SupervisedProcess) -> None:
    """Kill gunicorn's workers; the master stays."""
    for worker in _children(process.pid):
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)


def _children(pid: int | None) -> Iterator[int]:
    with suppress(OSError):
        yield from map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


class Progress:
    """How far the load has come; a failure on either side ends the waiting of the other."""

    def __init__(self) -> None:
        self.failed = threading.Event()
        self._accepted = 0
        self._lock = threading.Lock()

    def count(self) -> None:
        """Count one accepted registration."""
        with self._lock:
            self._accepted += 1

    @property
    def accepted(self) -> int:
        """How many registrations were accepted."""
        return self._accepted

    def reached(self, point: int) -> bool:
        """Whether so many registrations were accepted."""
        return self._accepted >= point

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Return once the condition holds."""

        def settled() -> bool:
            assert not self.failed.is_set(), "given up, because something else failed"
            return condition()

        eventually(settled, WITHIN)


class Killer:
    """Kills one target at random points of the load, each time after it came back.

    Half of the times it waits until the target has worked since its start.
    """

    def __init__(self, target: Target, times: int, during: int, dice: random.Random) -> None:
        self._target = target
        self._dice = dice
        self._points = sorted(dice.sample(range(during), times))
        self._at_work = dice.sample([number % 2 == 0 for number in range(times)], times)
        self._ways = dice.sample([target.ways[number % len(target.ways)] for number in range(times)], times)

    def run(self, progress: Progress) -> None:
        """Kill as often as was said, and return once the target is back for good."""
        for point, at_work, way in zip(self._points, self._at_work, self._ways, strict=True):
            progress.wait_for(partial(progress.reached, point))
            if at_work:
                progress.wait_for(self._target.works)
            progress.failed.wait(self._dice.uniform(0, 1))
            self._kill(way, progress)
            self._target.process.wait_until_ready(WITHIN)

    def _kill(self, way: Way, progress: Progress) -> None:
        process = self._target.process
        before = _identity(process)
        way(process)
        self._target.killed += 1
        progress.wait_for(lambda: process.pid is not None and _identity(process) != before)


def _identity(process: SupervisedProcess) -> tuple[int | None, ...]:
    return (process.pid, *_children(process.pid))


@dataclass(kw_only=True)
class EngineRestart:
    """An engine that is killed once, at a random point, and started again on the same data."""

    name: str
    kill: Callable[[], None]
    start: Callable[[], None]
    between: tuple[int, int]  # registrations
    killed: int = 0
    away: float = 0.0  # seconds

    def run(self, progress: Progress, dice: random.Random) -> None:
        """Wait for the moment, kill and start."""
        point = dice.randint(*self.between)
        progress.wait_for(partial(progress.reached, point))
        began = time.monotonic()
        self.kill()
        self.killed += 1
        self.start()
        self.away = time.monotonic() - began
