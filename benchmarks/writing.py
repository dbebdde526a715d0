"""Writes the report: JSON for programs, a page with a plot for people, a table for the terminal."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.table import Table

from benchmarks.plot import write_plot
from benchmarks.report import Figure, rounded, write_json

HERE = Path(__file__).resolve().parent
_INTRODUCTION = """\
# What Hamrah costs

Made by `make bench` from `report.json`; do not edit. Measured on {machine}, {date}.
Each figure is the median over its rounds; each round measures Hamrah and a bare baseline one right after the
other in the same run, so that the ratio means more than either number. The spread is that of the rounds.

![Each figure as a share of its goal](report.svg)

| what | Hamrah | baseline | ratio | goal | met | spread |
|---|---|---|---|---|---|---|
{rows}

## How each was measured

{sections}
"""


def machine() -> dict[str, Any]:
    """Describe where this was measured."""
    cores = len(os.sched_getaffinity(0))
    python = platform.python_version()
    text = f"{cores} cores, {platform.system()} {platform.machine()}, Python {python}"
    return {"cores": cores, "python": python, "system": platform.system(), "text": text}


def write(figures: Sequence[Figure], directory: Path = HERE) -> list[Path]:
    """Write report.json, report.svg and REPORT.md; give their paths."""
    paths = [directory / name for name in ("report.json", "report.svg", "REPORT.md")]
    write_json(figures, {**machine(), "at": datetime.now(UTC).isoformat(timespec="seconds")}, paths[0])
    write_plot(figures, paths[1])
    paths[2].write_text(page(figures), encoding="utf-8")
    return paths


def page(figures: Sequence[Figure]) -> str:
    """Write REPORT.md."""
    rows = "\n".join("| " + " | ".join(cells(each)) + " |" for each in figures)
    return _INTRODUCTION.format(
        machine=machine()["text"],
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        rows=rows,
        sections="\n\n".join(
            f"**{each.name}** ({each.unit}). {each.how}{_breakdown(each)}" for each in figures
        ),
    )


def _section(figure: Figure) -> str:
    return f"**{figure.name}**: {figure.how}{_breakdown(figure)}"


def _breakdown(figure: Figure) -> str:
    """Write the details of a figure, {title: {row: {column: number}}}, as tables."""
    return "".join(f"\n\n{_grid(title, rows)}" for title, rows in figure.details.items())


def _grid(title: str, rows: dict[str, dict[str, float]]) -> str:
    columns = list(next(iter(rows.values())))
    lines = [[title, *columns], ["---"] * (len(columns) + 1)]
    lines += [[name, *(f"{row[column]:g}" for column in columns)] for name, row in rows.items()]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def table(figures: Sequence[Figure]) -> Table:
    """Make the table at the end of a run."""
    shown = Table("what", "Hamrah", "baseline", "ratio", "goal", "met", "spread")
    for each in figures:
        shown.add_row(*cells(each), style="" if each.met else "bold red")
    return shown


def cells(figure: Figure) -> list[str]:
    """Write one figure as the cells of a row."""
    lowest, highest = (f"{number:.3g}" for number in figure.spread)
    bare = figure.baseline
    return [
        f"{figure.name}, {figure.unit}",
        f"{rounded(figure.value):,g}",
        "-" if bare is None else f"{rounded(bare):,g}",
        "-" if bare is None else f"{figure.compared:.2f}",
        str(figure.goal),
        "yes" if figure.met else "no",
        f"{lowest} to {highest}",
    ]
