"""Check-ins: one's own, as a plot, and what the chosen persons read."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from pymongo.database import Database

from alumni.domain.check_in import CheckIn, Source
from alumni.domain.check_in_plan import CheckInPlan

Document = dict[str, Any]
MEAN_OVER = 7  # days


def as_answer(check_in: CheckIn) -> Document:
    """Show a check-in to whose it is."""
    return {
        "date": check_in.date,
        "sober": check_in.sober,
        "mood": check_in.mood,
        "craving": check_in.craving,
        "note": check_in.note,
        "note_for": check_in.note_for,
        "source": check_in.source,
    }


def check_ins_of(
    database: Database[Document], member_id: str, *, before: str | None, limit: int
) -> list[Document]:
    """List a member's own check-ins, the latest first."""
    return [
        {**row, "date": date.fromisoformat(row["date"]), "source": Source(row["source"])}
        for row in _rows(database, member_id, before, limit)
    ]


def check_ins_for(
    database: Database[Document],
    member_id: str,
    reader: str,
    *,
    chosen_only: bool,
    before: str | None,
    limit: int,
) -> list[Document]:
    """List a member's check-ins for a partnership or pair; the note only where it was chosen.

    With `chosen_only` the whole check-in is only there where it was.
    """
    only = {"note_for": reader} if chosen_only else {}
    return [
        {
            "date": date.fromisoformat(row["date"]),
            "sober": row["sober"],
            "mood": row["mood"],
            "craving": row["craving"],
            "note": row["note"] if reader in row["note_for"] else None,
        }
        for row in _rows(database, member_id, before, limit, only)
    ]


def trend_of(database: Database[Document], member_id: str, *, last: date, days: int) -> list[Document]:
    """Give every day up to the last one, those without a check-in too, with the mean of seven days."""
    first = last - timedelta(days=days - 1)
    begun = first - timedelta(days=MEAN_OVER - 1)
    between = {"$gte": begun.isoformat(), "$lte": last.isoformat()}
    found = {
        row["date"]: row for row in database["check_ins"].find({"member_id": member_id, "date": between})
    }
    every = [begun + timedelta(days=number) for number in range((last - begun).days + 1)]
    rows = [found.get(day.isoformat()) for day in every]
    cravings = [row["craving"] if row else None for row in rows]
    return [
        {
            "date": day,
            "sober": row["sober"] if row else None,
            "mood": row["mood"] if row else None,
            "craving": cravings[number],
            "craving_mean": _mean(cravings[max(0, number - MEAN_OVER + 1) : number + 1]),
        }
        for number, (day, row) in enumerate(zip(every, rows, strict=True))
        if day >= first
    ]


def plan_as_answer(plan: CheckInPlan) -> Document:
    """Show when a member is asked next, and what they wished."""
    return {**vars(plan.wishes), "next_at": plan.next_at}


def _rows(
    database: Database[Document],
    member_id: str,
    before: str | None,
    limit: int,
    only: Document | None = None,
) -> list[Document]:
    query: Document = {"member_id": member_id, **(only or {})}
    if before:
        query["date"] = {"$lt": before}
    fields = dict.fromkeys(("date", "sober", "mood", "craving", "note", "note_for", "source"), True)
    return list(database["check_ins"].find(query, {"_id": False, **fields}).sort("date", -1).limit(limit))


def _mean(values: Sequence[int | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 2) if known else None
