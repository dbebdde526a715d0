"""`python -m benchmarks`: measure every figure and write the report beside this file."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from rich.console import Console

from benchmarks.figures import (
    boards,
    broadcast,
    check_ins,
    delay,
    due,
    finder,
    matching,
    memory,
    notify,
    occurrences,
    overtaking,
    overview,
    registrations,
    relay,
    rights,
    stored,
)
from benchmarks.report import Figure
from benchmarks.stage import Stage
from benchmarks.writing import machine, table, write

# In this order: what stands idle first; notify, and what it has to answer, before the rounds whose events
# it is not to hear.
FIGURES: Mapping[str, Callable[[Stage, int], list[Figure]]] = {
    "memory": memory.measure,
    "notify": notify.measure,
    "overtaking": overtaking.measure,
    "delay": delay.measure,
    "rights": rights.measure,
    "broadcast": broadcast.measure,
    "boards": boards.measure,
    "occurrences": occurrences.measure,
    "registrations": registrations.measure,
    "check_ins": check_ins.measure,
    "stored": stored.measure,
    "due": due.measure,
    "finder": finder.measure,
    "overview": overview.measure,
    "relay": relay.measure,
    "matching": matching.measure,
}
ROUNDS = 5


def main() -> None:
    """Measure, show the table, write the report; a missed goal is told, not an error."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure Hamrah.")
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=f"only these of {', '.join(FIGURES)}")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of each figure, after one to warm up")
    wanted = parser.parse_args()
    unknown = set(wanted.figures) - set(FIGURES)
    if unknown or wanted.rounds < 1:
        parser.error(f"there is no figure {', '.join(sorted(unknown))}" if unknown else "one round at least")
    console = Console()
    started = time.monotonic()
    measured = _measure(wanted.figures or list(FIGURES), wanted.rounds, console)
    console.print(table(measured))
    console.print(f"Measured in {time.monotonic() - started:.0f} s on {machine()['text']}.", highlight=False)
    if not wanted.figures:
        for path in write(measured):
            console.print(f"Wrote {path}", highlight=False)


def _measure(names: list[str], rounds: int, console: Console) -> list[Figure]:
    measured: list[Figure] = []
    with (
        tempfile.TemporaryDirectory(prefix="hamrah-bench-") as directory,
        console.status("Starting") as status,
    ):

        def progress(step: str) -> None:
            status.update(f"{step} …")
            if not console.is_terminal:
                console.print(f"{step} …", highlight=False)

        with Stage(Path(directory), progress) as stage:
            for name, measure in FIGURES.items():
                if name in names:
                    measured += measure(stage, rounds)
    return measured


if __name__ == "__main__":
    main()
