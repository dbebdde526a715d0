"""Meetings and series as MongoDB documents, and back."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from chassis.outbox import shard_of
from groups.domain.meeting import MeetingSeries
from groups.domain.occurrence import SCHEDULED, Meeting

Document = dict[str, Any]

_MEETING_FIELDS = (
    *("series_id", "centre_id", "name", "slug", "address", "online"),
    *("starts_at", "ends_at", "time_zone", "capacity"),
)
MEETING = dict.fromkeys((*_MEETING_FIELDS, "types"), 1)  # the projection of a meeting's own fields


def from_meeting(meeting: Meeting) -> Document:
    """Write what an occurrence takes from its series."""
    return {name: getattr(meeting, name) for name in _MEETING_FIELDS} | {"types": list(meeting.types)}


def to_meeting(document: Mapping[str, Any]) -> Meeting:
    """Read what an occurrence took from its series."""
    fields = {name: document[name] for name in _MEETING_FIELDS}
    return Meeting(id=document["_id"], types=tuple(document["types"]), **fields)


def new_occurrence(meeting: Meeting) -> Document:
    """Write an occurrence in which nobody holds a place yet."""
    return {
        "_id": meeting.id,
        **from_meeting(meeting),
        "status": SCHEDULED,
        "seats": [],
        "queue": [],
        "released": [],
        "version": 0,
        "sequence": 0,
        "shard": shard_of(meeting.id),
        "outbox": [],
    }


_SERIES_FIELDS = (
    *("centre_id", "slug", "part", "name", "day", "time_zone", "capacity"),
    *("suspended", "online", "address"),
)


def from_series(series: MeetingSeries) -> Document:
    """Write a series; the wall clock's time as "HH:MM" and the duration in minutes."""
    return {name: getattr(series, name) for name in _SERIES_FIELDS} | {
        "time": series.time.strftime("%H:%M"),
        "minutes": series.duration // timedelta(minutes=1),
        "types": list(series.types),
        "details": dict(series.details),
        "joining": dict(series.joining),
    }


def to_series(document: Mapping[str, Any]) -> MeetingSeries:
    """Read a series."""
    return MeetingSeries(
        **{name: document[name] for name in _SERIES_FIELDS},
        time=time.fromisoformat(document["time"]),
        duration=timedelta(minutes=document["minutes"]),
        types=tuple(document["types"]),
        details=document["details"],
        joining=document["joining"],
    )
