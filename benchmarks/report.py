"""What a figure is, and the arithmetic that turns rounds into one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Round:
    """One measurement of ours with the baseline's just before or after it."""

    ours: float
    baseline: float | None = None
    allowance: float = 0.0  # what of ours is not held against us, such as the provider's own time

    @property
    def compared(self) -> float:
        """What is held against the goal: the ratio to the baseline, or the plain value without one."""
        return self.ours if self.baseline is None else (self.ours - self.allowance) / self.baseline


@dataclass(frozen=True)
class Goal:
    """A bound: `at least` for throughput, `at most` for time and memory."""

    bound: str
    limit: float

    def __post_init__(self) -> None:
        if self.bound not in ("at least", "at most"):
            raise ValueError(f"a goal is at least or at most something, not {self.bound!r}")

    def is_met(self, compared: float) -> bool:
        """Tell whether a ratio or value keeps the bound."""
        return compared >= self.limit if self.bound == "at least" else compared <= self.limit

    def __str__(self) -> str:
        return f"{self.bound} {self.limit:g}"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the report."""

    name: str
    unit: str
    goal: Goal
    rounds: Sequence[Round]
    how: str
    details: Mapping[str, Any] = field(default_factory=dict)  # {title: {row: {column: number}}}

    @property
    def value(self) -> float:
        """Ours, the median over the rounds."""
        return median(each.ours for each in self.rounds)

    @property
    def baseline(self) -> float | None:
        """The baseline's median over the rounds."""
        measured = [each.baseline for each in self.rounds if each.baseline is not None]
        return median(measured) if measured else None

    @property
    def compared(self) -> float:
        """What is held against the goal: the median of the rounds' ratios, or of the values."""
        return median(each.compared for each in self.rounds)

    @property
    def spread(self) -> tuple[float, float]:
        """The lowest and the highest round, in terms of the goal."""
        each = [round_.compared for round_ in self.rounds]
        return min(each), max(each)

    @property
    def met(self) -> bool:
        """Whether the goal is met."""
        return self.goal.is_met(self.compared)

    def as_json(self) -> dict[str, Any]:
        """Write the figure for report.json."""
        lowest, highest = self.spread
        return {
            "name": self.name,
            "unit": self.unit,
            "value": rounded(self.value),
            "baseline": None if self.baseline is None else rounded(self.baseline),
            "ratio": None if self.baseline is None else rounded(self.compared),
            "goal": asdict(self.goal) | {"of": "value" if self.baseline is None else "ratio"},
            "met": self.met,
            "spread": {"lowest": rounded(lowest), "highest": rounded(highest)},
            "rounds": [
                {name: value and rounded(value) for name, value in asdict(each).items()}
                for each in self.rounds
            ],
            "how": self.how,
            **({"details": self.details} if self.details else {}),
        }


def rounded(number: float) -> float:
    """Keep four digits: more would claim a precision that nobody measured."""
    return float(f"{number:.4g}")


def write_json(figures: Sequence[Figure], machine: dict[str, Any], path: Path) -> None:
    """Write report.json."""
    report = {"machine": machine, "figures": [each.as_json() for each in figures]}
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
