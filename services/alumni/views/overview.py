"""The coordinator's overview: who a centre's members are and how they take part; nothing that they write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from pymongo.database import Database

from alumni.adapters.mongo.use import as_stored
from alumni.domain.member import HomeState
from alumni.domain.use import day_of, week_of

Document = dict[str, Any]


class Sort(StrEnum):
    """By what the overview is sorted; an index finds each."""

    HANDLE = "handle"
    JOINED = "joined"
    LAST_USE = "last-use"  # who was away longest comes first


_BOTH = {"mentor_id": True, "mentee_id": True}
FIELDS = {Sort.HANDLE: "handle_key", Sort.JOINED: "joined_at", Sort.LAST_USE: "last_week_of_use"}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Whom to show, sorted by what."""

    sort: Sort = Sort.HANDLE
    paired: bool | None = None
    away_since: datetime | None = None  # not here in this week, nor after
    joined_since: datetime | None = None


Place = tuple[str | datetime | None, str]
"""The sort value and the id of the last member of a page."""


def members_of(
    database: Database[Document], centre_id: str, wish: Wish, *, behind: Place | None, limit: int
) -> list[Document]:
    """List a page of a centre's members, each with the value by which they are sorted."""
    field = FIELDS[wish.sort]
    clauses: list[Document] = [
        {"home_centre_id": centre_id, "home_state": HomeState.CONFIRMED.value},
        *_wished(database, centre_id, wish),
    ]
    if behind:
        clauses.append(_behind(field, *behind))
    wanted = {"handle": True, "handle_key": True, "joined_at": True, "last_week_of_use": True}
    rows = list(
        database["members"].find({"$and": clauses}, wanted).sort([(field, 1), ("_id", 1)]).limit(limit)
    )
    ids = [row["_id"] for row in rows]
    paired, checked_in = _paired_among(database, ids), _last_check_ins(database, ids)
    return [
        {
            "member_id": row["_id"],
            "handle": row["handle"],
            "joined_at": row["joined_at"],
            "last_week_of_use": _day(row.get("last_week_of_use")),
            "paired": row["_id"] in paired,
            "last_check_in_on": checked_in.get(row["_id"]),
            "sorted_by": row.get(field),
        }
        for row in rows
    ]


def weeks_ago(weeks: int, at: datetime) -> datetime:
    """Give the stored Monday of so many weeks ago."""
    return as_stored(week_of(day_of(at))) - weeks * timedelta(weeks=1)


def _wished(database: Database[Document], centre_id: str, wish: Wish) -> list[Document]:
    clauses: list[Document] = []
    if wish.joined_since:
        clauses.append({"joined_at": {"$gte": wish.joined_since}})
    if wish.away_since:
        clauses.append({"last_week_of_use": {"$not": {"$gte": wish.away_since}}})
    if wish.paired is not None:
        among = _paired_at(database, centre_id)
        clauses.append({"_id": {"$in" if wish.paired else "$nin": sorted(among)}})
    return clauses


def _behind(field: str, value: str | datetime | None, last_id: str) -> Document:
    """Go on behind a member; who has no value comes before everybody who has."""
    after = {field: {"$gt": value}} if value is not None else {field: {"$ne": None}}
    found: Document = {"$or": [after, {field: value, "_id": {"$gt": last_id}}]}
    # Said once more, so that the index is entered there and not read up to it.
    return found if value is None else found | {field: {"$gte": value}}


def _paired_at(database: Database[Document], centre_id: str) -> set[str]:
    pairs = database["pairs"].find({"centre_id": centre_id, "state": "active"}, _BOTH)
    return {each[side] for each in pairs for side in ("mentor_id", "mentee_id")}


def _paired_among(database: Database[Document], ids: Sequence[str]) -> set[str]:
    """Find who walks in a pair, as mentor or as mentee."""
    among = [{side: {"$in": ids}} for side in ("mentor_id", "mentee_id")]
    pairs = database["pairs"].find({"state": "active", "$or": among}, _BOTH)
    return {each[side] for each in pairs for side in ("mentor_id", "mentee_id")}


def _last_check_ins(database: Database[Document], ids: Sequence[str]) -> dict[str, date]:
    """Find the last day on which each checked in, of those who wish to be asked where they stay silent.

    With that wish a silence comes to the centre anyway; of everybody else it learns nothing here.
    """
    asked = database["check_in_plans"].find({"_id": {"$in": ids}, "on": True}, {"_id": True})
    grouped: list[Document] = [
        {"$match": {"member_id": {"$in": [row["_id"] for row in asked]}}},
        {"$group": {"_id": "$member_id", "date": {"$max": "$date"}}},
    ]
    rows = database["check_ins"].aggregate(grouped)
    return {row["_id"]: date.fromisoformat(row["date"]) for row in rows}


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
