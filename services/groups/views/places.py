"""Reads for the API: of seats and queues, only their sizes and the caller's own place leave the database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pymongo.collection import Collection

from groups.domain.eligibility import DISCREET
from groups.domain.errors import OccurrenceUnknown
from groups.domain.meeting_types import LABELS
from groups.domain.occurrence import SCHEDULED

Row = dict[str, Any]

_SHOWN = (
    *("series_id", "centre_id", "name", "slug", "types", "address", "online", "status"),
    *("starts_at", "ends_at", "closes_at", "original_date", "time_zone", "capacity", "requires"),
)
MAX_REGISTRATIONS = 200


def known_to(entitlements: frozenset[str], centre_id: str | None) -> Row:
    """Select the meetings that somebody may know of: of a discreet group, its members and its centre may."""
    memberships = sorted(each for each in entitlements if each.startswith("member:"))
    ways: list[Row] = [{"kind": {"$nin": DISCREET}}, {"requires": []}, {"requires": {"$in": memberships}}]
    if centre_id is not None:
        ways.append({"centre_id": centre_id})
    return {"$or": ways}


def occurrence(collection: Collection[Row], occurrence_id: str, member_id: str, known: Row) -> Row:
    """Show one occurrence of those that `known_to` selects; raises OccurrenceUnknown."""
    found = collection.find_one({"_id": occurrence_id, **known}, _projection(member_id))
    if found is None:
        raise OccurrenceUnknown
    return _occurrence_row(found)


def occurrences(
    collection: Collection[Row],
    member_id: str,
    known: Row,
    *,
    since: datetime,
    until: datetime,
    centre_id: str | None,
    after: Sequence[Any] | None,
    limit: int,
) -> list[Row]:
    """Show the occurrences that start in a time, of those that `known_to` selects, by start and id.

    They come from behind the last row shown.
    """
    where: Row = {"starts_at": {"$gte": since, "$lt": until}, "$and": [known]}
    if centre_id is not None:
        where["centre_id"] = centre_id
    if after is not None:
        starts_at, last_id = after
        where["$or"] = [{"starts_at": {"$gt": starts_at}}, {"starts_at": starts_at, "_id": {"$gt": last_id}}]
        where["starts_at"]["$gte"] = max(since, starts_at)
    found = collection.find(where, _projection(member_id)).sort([("starts_at", 1), ("_id", 1)]).limit(limit)
    return [_occurrence_row(each) for each in found]


def registrations(collection: Collection[Row], member_id: str, at: datetime) -> list[Row]:
    """Show the member's places in meetings that have not ended, the next first."""
    where = {"$or": [{"seats.member": member_id}, {"queue.member": member_id}], "ends_at": {"$gt": at}}
    found = collection.find(where, _projection(member_id)).sort("starts_at", 1).limit(MAX_REGISTRATIONS)
    rows = map(_occurrence_row, found)
    return [{**row["registration"], "occurrence": row} for row in rows if row["registration"]]


def _projection(member_id: str) -> Row:
    """Sizes in the place of places; "$literal" because a member's id is nothing to evaluate."""
    me = {"$literal": member_id}
    return {
        **dict.fromkeys(_SHOWN, 1),
        "taken": {"$size": "$seats"},
        "queue_length": {"$size": "$queue"},
        "seat": _own("$seats", me),
        "wait": _own("$queue", me),
        "position": {"$indexOfArray": ["$queue.member", me]},
    }


def _own(places: str, me: Mapping[str, str]) -> Row:
    return {"$filter": {"input": places, "as": "place", "cond": {"$eq": ["$$place.member", me]}}}


def _occurrence_row(found: Row) -> Row:
    starts_at: datetime = found["starts_at"]
    types = found["types"]
    return {
        **{name: found[name] for name in _SHOWN},
        "id": found["_id"],
        "types": [{"code": code, "label": LABELS.get(code, code)} for code in types],
        "local_start": starts_at.astimezone(ZoneInfo(found["time_zone"])).isoformat(),
        "seats_left": max(found["capacity"] - found["taken"], 0) if found["status"] == SCHEDULED else 0,
        "queue_length": found["queue_length"],
        "registration": _registration(found),
    }


def _registration(found: Row) -> Row | None:
    for places in ("seat", "wait"):
        for place in found[places]:
            answer_by = place.get("until")
            state = "queued" if places == "wait" else "promised" if answer_by else "confirmed"
            return {
                "id": place["id"],
                "occurrence_id": found["_id"],
                "state": state,
                "position": found["position"] + 1 if state == "queued" else None,
                "starts_at": found["starts_at"],
                "answer_by": answer_by,
            }
    return None
