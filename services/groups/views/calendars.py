"""Reads for a member's own calendar."""

from datetime import datetime, timedelta
from typing import Any

from pymongo.collection import Collection

from groups.domain.exports.icalendar import Seat
from groups.domain.exports.listed import is_open
from groups.domain.occurrence import CANCELLED

Row = dict[str, Any]

KEPT = timedelta(days=30)  # how long a past meeting stays in a calendar
MAX_SEATS = 500
_SHOWN = (
    *("starts_at", "ends_at", "time_zone", "status", "address", "public", "kind", "requires", "revision"),
)


def seats_of(collection: Collection[Row], member_id: str, at: datetime) -> list[Seat]:
    """Give the dates in which a member has a seat, from a month ago on, the first first."""
    where = {"seats.member": member_id, "ends_at": {"$gt": at - KEPT}}
    own = {"$filter": {"input": "$seats", "cond": {"$eq": ["$$this.member", {"$literal": member_id}]}}}
    found = collection.find(where, dict.fromkeys(_SHOWN, 1) | {"seats": own})
    return [_seat(each) for each in found.sort("starts_at", 1).limit(MAX_SEATS)]


def _seat(found: Row) -> Seat:
    cancelled = found["status"] == CANCELLED
    may_tell_where = is_open(found["public"], found["kind"], tuple(found["requires"]))
    return Seat(
        occurrence_id=found["_id"],
        starts_at=found["starts_at"],
        ends_at=found["ends_at"],
        time_zone=found["time_zone"],
        address=found["address"] if may_tell_where else "",
        cancelled=cancelled,
        promised=any(each.get("until") is not None for each in found["seats"]),
        sequence=2 * found["revision"] + cancelled,
    )
