"""The plot of the report: every round of every figure as a share of its goal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.report import Figure

_MET, _MISSED, _LINE = "#2a7f62", "#b5432e", "#444444"


def share_of_goal(figure: Figure, compared: float) -> float:
    """Say how far a value keeps its goal: 1 is just met and more is better, whichever way the goal points."""
    limit = figure.goal.limit
    return compared / limit if figure.goal.bound == "at least" else limit / compared


def write_plot(figures: Sequence[Figure], path: Path) -> None:
    """Draw one bar a figure with its rounds as dots; the goal is the line at 1."""
    import matplotlib as mpl

    mpl.use("Agg")
    # Without a random salt the same numbers give the same file.
    mpl.rcParams.update({"svg.hashsalt": "hamrah", "svg.fonttype": "none", "font.size": 9})
    from matplotlib import pyplot

    drawing, axes = pyplot.subplots(figsize=(8, 0.5 * len(figures) + 1), layout="constrained")
    for row, figure in enumerate(figures):
        colour = _MET if figure.met else _MISSED
        axes.barh(row, share_of_goal(figure, figure.compared), color=colour, alpha=0.7, height=0.6)
        rounds = [share_of_goal(figure, each.compared) for each in figure.rounds]
        axes.plot(rounds, [row] * len(rounds), "o", color=_LINE, markersize=3)
    axes.axvline(1, color=_LINE, linestyle="--", linewidth=1)
    axes.set_yticks(range(len(figures)), [figure.name for figure in figures])
    axes.invert_yaxis()
    axes.set_xlim(left=0)
    axes.set_xlabel("share of the goal: 1 is just met, more is better; dots are rounds")
    axes.spines[["top", "right"]].set_visible(False)
    drawing.savefig(path, format="svg", metadata={"Date": None})
    pyplot.close(drawing)
