"""How steadily somebody comes: weeks in a row with a meeting, which a miss never takes away again."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, kw_only=True)
class Streaks:
    """Weeks in a row with at least one meeting, and how many meetings there were in each month."""

    current: int  # up to this week, or the last one while this one is not over
    best: int
    months: Mapping[str, int]  # "2026-11": meetings


def streaks(days: Iterable[date], today: date) -> Streaks:
    """Count the weeks (Monday to Sunday) in a row; `days` are those of meetings attended, in any order."""
    attended = list(days)
    run = best = 0
    before: date | None = None
    for monday in sorted(set(map(_monday, attended))):
        run = run + 1 if before is not None and monday - before == _WEEK else 1
        best = max(best, run)
        before = monday
    going_on = before is not None and _monday(today) - before <= _WEEK
    months = Counter(f"{day:%Y-%m}" for day in attended)
    return Streaks(current=run if going_on else 0, best=best, months=dict(sorted(months.items())))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
