"""The record of one's own sobriety."""

from datetime import datetime
from typing import Any

from alumni.domain.sobriety import UNDO, Sobriety


def sobriety_of(record: Sobriety | None, time_zone: str, at: datetime) -> dict[str, Any]:
    """Tell the running streak, the best and the history, the latest first; empty where nothing is kept."""
    if record is None:
        empty = dict.fromkeys(("started_at", "days", "best_days", "next_milestone", "undoable_slip"))
        return {**empty, "history": []}
    milestone, due = record.next_milestone or (None, None)
    return {
        "started_at": record.started_at,
        "days": record.days(at, time_zone),
        "best_days": record.best(at, time_zone),
        "history": list(reversed(record.history)),
        "next_milestone": {"milestone": milestone, "at": due} if milestone else None,
        "undoable_slip": _undoable(record, at),
    }


def _undoable(record: Sobriety, at: datetime) -> dict[str, Any] | None:
    before = record.before
    if before is None or at - before.recorded_at > UNDO:
        return None
    return {"id": before.slip_id, "until": before.recorded_at + UNDO}
