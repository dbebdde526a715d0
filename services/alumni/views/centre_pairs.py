"""The health of pairs for coordinators: that two are in contact, and nothing of what they share."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database

from alumni.domain.access import Caller
from alumni.domain.pair import QUIET_AFTER, PairState
from alumni.views.mentors import handles

Document = dict[str, Any]
_FIELDS = ("mentor_id", "mentee_id", "state", "started_at", "ends_at", "silent_since", "contact_count")
_SHOWN = dict.fromkeys(_FIELDS, True)
_WEEK = timedelta(weeks=1)


def centre_pairs(
    database: Database[Document],
    centre_id: str,
    *,
    state: PairState,
    quiet: bool | None,
    behind: tuple[datetime, str] | None,
    limit: int,
    at: datetime,
) -> list[Document]:
    """List the pairs of a centre's mentees, those who were silent longest first."""
    bounds: list[Document] = [{"centre_id": centre_id, "state": state.value}]
    if quiet is not None:
        bounds.append({"silent_since": {"$lte" if quiet else "$gt": at - QUIET_AFTER}})
    if behind:
        since, last_id = behind
        bounds.append(
            {"$or": [{"silent_since": {"$gt": since}}, {"silent_since": since, "_id": {"$gt": last_id}}]}
        )
    found = database["pairs"].find({"$and": bounds}, _SHOWN)
    rows = list(found.sort([("silent_since", 1), ("_id", 1)]).limit(limit))
    return _with_handles(database, rows, at)


def _with_handles(database: Database[Document], rows: Sequence[Document], at: datetime) -> list[Document]:
    names = handles(database, [row[side] for row in rows for side in ("mentor_id", "mentee_id")])
    return [
        {
            "id": row["_id"],
            "state": row["state"],
            "mentor": names.get(row["mentor_id"], ""),
            "mentee": names.get(row["mentee_id"], ""),
            "silent_since": row["silent_since"],
            "days_since_contact": max(0, (at - row["silent_since"]).days),
            "weeks_left": max(0, -((at - row["ends_at"]) // _WEEK)) if row["ends_at"] else None,
            "quiet": at - row["silent_since"] >= QUIET_AFTER,
            "contact_count": row["contact_count"],
        }
        for row in rows
    ]


def reports_for(
    database: Database[Document], caller: Caller, *, closed: bool, behind: str, limit: int
) -> list[Document]:
    """List what was reported to a centre, or in the network; nobody sees what they are in themselves."""
    query: Document = {
        "closed_at": {"$ne": None} if closed else None,
        "_id": {"$gt": behind},
        "by": {"$ne": caller.member_id},
        "about": {"$ne": caller.member_id},
    }
    if not caller.administers:
        query["centre_id"] = caller.centre_id or ""
    rows = list(database["reports"].find(query, {"outbox": False}).sort("_id", 1).limit(limit))
    names = handles(database, [row[side] for row in rows for side in ("by", "about")])
    fields = ("pair_id", "reason", "text", "made_at", "closed_at")
    return [
        {
            "id": row["_id"],
            "by": names.get(row["by"], ""),
            "about": names.get(row["about"], ""),
            **{name: row[name] for name in fields},
        }
        for row in rows
    ]
