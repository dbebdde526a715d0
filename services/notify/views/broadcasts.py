"""What coordinators see of broadcasts: what is wanted, who decided, and what became of the messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from pymongo import DESCENDING
from pymongo.database import Database

from notify.domain.message import State

Row = dict[str, Any]

_FATE = ("state", "channel", "reason", "provider", "language")
_NEWEST_FIRST = [("written_at", DESCENDING), ("_id", DESCENDING)]
_ACCEPTED = frozenset({State.SENT, State.DELIVERED})
_WAITING = frozenset({State.CREATED})
_IN_FLIGHT = frozenset({State.SENDING, State.UNKNOWN})


def broadcasts_of(
    database: Database[Row], centre_id: str | None, *, after: Sequence[Any] | None, limit: int
) -> list[Row]:
    """Show the broadcasts of a centre, or of every one, the newest first, from behind the last row shown."""
    where: Row = {} if centre_id is None else {"centre_id": centre_id}
    if after is not None:
        written_at, last_id = after
        where["$or"] = [
            {"written_at": {"$lt": written_at}},
            {"written_at": written_at, "_id": {"$lt": last_id}},
        ]
    found = database["broadcasts"].find(where, {"outbox": False}).sort(_NEWEST_FIRST).limit(limit)
    return [shown(each) for each in found]


def broadcast(database: Database[Row], broadcast_id: str) -> Row:
    """Show one broadcast that is there."""
    return shown(database["broadcasts"].find_one({"_id": broadcast_id}, {"outbox": False}) or {})


def shown(document: Row) -> Row:
    """Write a broadcast as its readers see it."""
    count, walked = document["count"], document["walked"]
    return {
        "id": document["_id"],
        **{name: document[name] for name in ("centre_id", "template", "values", "segment", "scheduled_at")},
        **{name: document[name] for name in ("phase", "approved", "started_at", "ended_at", "written_at")},
        "acts": [
            {"deed": each["deed"], "by": each["by"] or None, "at": each["at"]} for each in document["acts"]
        ],
        "people": count["people"],
        "reached": walked["people"],
    }


def report(database: Database[Row], broadcast_id: str) -> Row:
    """Count what became of a broadcast's messages, by one covered query."""
    whose = database["broadcasts"].find_one({"_id": broadcast_id}, {"outbox": False}) or {}
    by_fate = {"_id": {name: f"${name}" for name in _FATE}, "count": {"$sum": 1}}
    found = database["messages"].aggregate([{"$match": {"broadcast_id": broadcast_id}}, {"$group": by_fate}])
    rows = [{**dict.fromkeys(_FATE), **each["_id"], "count": each["count"]} for each in found]
    fates: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for each in rows:
        fates[each["state"]] += each["count"]
        if each["state"] == State.FAILED:
            failed[each["reason"] or "unknown"] += each["count"]
    return {
        "broadcast_id": broadcast_id,
        "phase": whose["phase"],
        "people": whose["walked"]["people"],
        "skipped": _by_cause(whose["walked"]["skipped"]),
        "waiting": _sum(fates, _WAITING),
        "in_flight": _sum(fates, _IN_FLIGHT),
        "accepted": _sum(fates, _ACCEPTED),
        "delivered": fates[State.DELIVERED],
        "failed": _by_cause(failed),
        "sent": [each for each in rows if each["state"] in _ACCEPTED],
    }


def _sum(fates: Counter[str], states: frozenset[State]) -> int:
    return sum(many for state, many in fates.items() if state in states)


def _by_cause(causes: Row | Counter[str]) -> list[Row]:
    return [{"cause": cause, "count": causes[cause]} for cause in sorted(causes)]
