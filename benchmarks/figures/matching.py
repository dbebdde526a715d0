"""How long the best assignment of 5,000 mentees to 2,000 mentors takes, and how much memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

from alumni.adapters.assignment import OptimalAssignment
from benchmarks.crowd import crowd
from benchmarks.report import Figure, Goal, Round
from benchmarks.stage import Stage

MENTEES, MENTORS = 5_000, 2_000
SECONDS, MEGABYTES = 20, 500
PLACES = 3  # of each mentor


def measure(stage: Stage, rounds: int) -> list[Figure]:
    """Assign in a process of its own each time, so that no round grows on the memory of another."""
    measured = []
    for number in range(rounds):
        stage.progress(f"matching: round {number + 1} of {rounds}")
        found = subprocess.run(
            [sys.executable, "-m", "benchmarks.figures.matching"], check=True, capture_output=True, text=True
        )
        measured.append(json.loads(found.stdout))
    how = (
        f"{MENTEES:,} mentees and {MENTORS:,} mentors with {PLACES} places each, who differ in languages, "
        f"topics, hours, gender, centre and wishes; {measured[-1]['pairs']:,} pairs. Scores of all with all, "
        "then SciPy's linear_sum_assignment over every free place. Each round in a new process, the imports "
        "of NumPy and SciPy included."
    )
    return [
        _figure("matching 5,000 with 2,000", "s", SECONDS, [each["seconds"] for each in measured], how),
        _figure(
            "matching 5,000 with 2,000: memory",
            "MB",
            MEGABYTES,
            [each["megabytes"] for each in measured],
            f"{how} The growth of the peak resident memory.",
        ),
    ]


def _figure(name: str, unit: str, limit: float, values: list[float], how: str) -> Figure:
    goal = Goal("at most", limit)
    return Figure(name=name, unit=unit, goal=goal, rounds=[Round(each) for each in values], how=how)


def _once() -> dict[str, float]:
    mentees, mentors = crowd(MENTEES, MENTORS)
    before = _peak()
    started = time.perf_counter()
    pairs = OptimalAssignment().assign(mentees, mentors, ())
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "megabytes": _peak() - before, "pairs": len(pairs)}


def _peak() -> float:
    """Give the peak resident memory of this process, in megabytes of 10^6 bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    print(json.dumps(_once()))
