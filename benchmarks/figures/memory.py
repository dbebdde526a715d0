"""The resident memory of our own processes together, while nobody asks them for anything."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

from benchmarks.report import Figure, Goal, Round, rounded
from benchmarks.stage import Stage

LIMIT_MB = 600
SETTLE = 5.0  # seconds after everything is ready
BETWEEN = 1.0
OUTSIDE = ("sandbox", "gateway")  # the world outside, and an engine
_PROC = Path("/proc")


def measure(stage: Stage, rounds: int) -> list[Figure]:
    """Look several times, a second apart, before anything else is measured."""
    stage.progress("memory: letting the platform settle")
    threading.Event().wait(SETTLE)
    looks = []
    for number in range(rounds):
        stage.progress(f"memory: look {number + 1} of {rounds}")
        looks.append(per_process(stage))
        threading.Event().wait(BETWEEN)
    return [
        Figure(
            name="resident memory, idle",
            unit="MB",
            goal=Goal("at most", LIMIT_MB),
            rounds=[Round(_together(look, "pss")) for look in looks],
            how=(
                "The sum of PSS (resident memory in which a page shared by n processes counts 1/n to each, "
                "so that their sum is what they take together) of every process of the services, gunicorn's "
                f"masters included, {SETTLE:.0f} s after the start, without engines and gateway; the sandbox "
                "is the world outside. The plain sum of RSS, which counts shared pages again and again, is "
                f"{_together(looks[-1], 'rss'):.0f} MB."
            ),
            details={"per process, MB": looks[-1]},
        )
    ]


def per_process(stage: Stage) -> dict[str, dict[str, float]]:
    """Give the MB of each process with its children, by name."""
    found = {}
    for name, process in stage.platform.processes.items():
        pids = [] if process.pid is None else [process.pid, *_children(process.pid)]
        found[name] = {kind: rounded(sum(_megabytes(pid, kind) for pid in pids)) for kind in ("pss", "rss")}
    return found


def _together(look: dict[str, dict[str, float]], kind: str) -> float:
    return sum(sizes[kind] for name, sizes in look.items() if name not in OUTSIDE)


def _children(pid: int) -> Iterable[int]:
    for task in (_PROC / str(pid) / "task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from _children(int(child))


def _megabytes(pid: int, kind: str) -> float:
    """Read one sum of /proc/<pid>/smaps_rollup, in megabytes of 10^6 bytes."""
    for line in (_PROC / str(pid) / "smaps_rollup").read_text().splitlines():
        name, _, size = line.partition(":")
        if name.lower() == kind:
            return int(size.split()[0]) * 1024 / 1e6
    raise RuntimeError(f"the system does not tell the {kind} of a process")
