"""Meetings as MongoDB documents, and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from chassis.outbox import shard_of
from groups.domain.occurrence import SCHEDULED, Meeting

Document = dict[str, Any]

_MEETING_FIELDS = (
    *("series_id", "revision", "centre_id", "group_id", "name", "slug", "kind", "public", "address"),
    *("latitude", "longitude", "approximate", "online", "mode"),
    *("starts_at", "ends_at", "closes_at", "time_zone", "capacity", "answer_minutes"),
)
_MEETING_LISTS = ("types", "languages", "requires")
MEETING = dict.fromkeys((*_MEETING_FIELDS, *_MEETING_LISTS, "original_date"), 1)  # to project its own fields


def from_meeting(meeting: Meeting) -> Document:
    """Write what an occurrence takes from its series, and where it is as GeoJSON has it."""
    return {
        **{name: getattr(meeting, name) for name in _MEETING_FIELDS},
        **{name: list(getattr(meeting, name)) for name in _MEETING_LISTS},
        "original_date": meeting.original_date.isoformat(),
        "position": _position(meeting),
        **_on_the_clock(meeting),
    }


def _on_the_clock(meeting: Meeting) -> Document:
    """Tell weekday (Sunday = 0) and minute of the day on the meeting's own clock, for who looks for them."""
    local = meeting.starts_at.astimezone(ZoneInfo(meeting.time_zone))
    minutes = local.hour * 60 + local.minute
    return {"local_day": local.isoweekday() % 7, "local_hour": local.hour, "local_minutes": minutes}


def _position(meeting: Meeting) -> Document | None:
    if meeting.latitude is None or meeting.longitude is None:
        return None
    return {"type": "Point", "coordinates": [meeting.longitude, meeting.latitude]}


def to_meeting(document: Mapping[str, Any]) -> Meeting:
    """Read what an occurrence took from its series."""
    fields = {name: document[name] for name in _MEETING_FIELDS}
    fields |= {name: tuple(document[name]) for name in _MEETING_LISTS}
    fields["original_date"] = date.fromisoformat(document["original_date"])
    return Meeting(id=document["_id"], **fields)


def new_occurrence(meeting: Meeting) -> Document:
    """Write an occurrence in which nobody holds a place yet."""
    return {
        "_id": meeting.id,
        **from_meeting(meeting),
        "status": SCHEDULED,
        "withdrawn": False,
        "seats": [],
        "queue": [],
        "released": [],
        "version": 0,
        "sequence": 0,
        "shard": shard_of(meeting.id),
        "outbox": [],
    }
