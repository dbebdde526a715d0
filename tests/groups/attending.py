"""Dates of meetings around now, on a real database, and what a group needs to be led."""

from datetime import date, datetime, timedelta
from typing import Any

from pymongo.database import Database

from chassis.clock import utc_now
from chassis.ids import new_id
from groups.adapters.documents import new_occurrence
from groups.adapters.stores import Stores
from groups.domain.group import Group, Kind
from tests.groups.samples import CENTRE, a_meeting

MINUTES = timedelta(minutes=1)


def a_date(stores: Stores, starts_at: datetime | None = None, **changes: Any) -> str:
    """Store an occurrence, which goes on just now unless told; `seats` are documents."""
    seats = changes.pop("seats", [])
    status = changes.pop("status", "scheduled")
    start = starts_at or utc_now().replace(microsecond=0) - 10 * MINUTES
    meeting = a_meeting(starts_at=start, ends_at=start + 60 * MINUTES, **changes)
    stores.rows.insert_one(new_occurrence(meeting) | {"seats": seats, "status": status})
    return meeting.id


def a_group(stores: Stores, *facilitators: str, **changes: Any) -> Group:
    fields: dict[str, Any] = {
        "id": new_id(),
        "kind": Kind.SECULAR,
        "fellowship": None,
        "name": "Evening Hour",
        "description": "",
        "centre_ids": (CENTRE,),
        "open": True,
        "languages": ("en",),
        "facilitators": facilitators,
    }
    group = Group(**(fields | changes))
    group.create(date(2026, 1, 1))
    stores.groups.add(group)
    return group


def standing(member_id: str) -> dict[str, Any]:
    """Give the seat of somebody with a standing seat, as an occurrence stores it."""
    return {"id": new_id(), "member": member_id, "standing": True}


def facts(database: Database[dict[str, Any]], collection: str) -> list[tuple[str, dict[str, Any]]]:
    """Give what the aggregates of a collection tell, in the order of each."""
    found = database[collection].find({}, {"outbox": 1})
    return [(entry["type"], entry["data"]) for each in found for entry in each["outbox"]]
