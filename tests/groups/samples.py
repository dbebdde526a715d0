"""Meetings, series and feed records for tests: a meeting tomorrow evening, a feed record that is right."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from chassis.ids import new_id
from groups.domain.meeting import MeetingSeries
from groups.domain.occurrence import Meeting

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # a Monday
STARTS_AT = NOW + timedelta(days=1)
CENTRE = "c" * 32


def a_meeting(**changes: Any) -> Meeting:
    fields: dict[str, Any] = {
        "id": new_id(),
        "series_id": "5" * 32,
        "revision": 1,
        "original_date": changes.get("starts_at", STARTS_AT).date(),
        "centre_id": CENTRE,
        "group_id": None,
        "kind": "twelve-step",
        "languages": (),
        "public": True,
        "requires": (),
        "latitude": None,
        "longitude": None,
        "approximate": False,
        "mode": "in-person",
        "closes_at": changes.get("starts_at", STARTS_AT),
        "answer_minutes": 120,
        "name": "Evening Hour",
        "slug": "evening-hour",
        "types": ("O",),
        "address": "1 Canal Road, Ludhiana",
        "online": False,
        "starts_at": STARTS_AT,
        "ends_at": STARTS_AT + timedelta(hours=1),
        "time_zone": "Asia/Kolkata",
        "capacity": 2,
    }
    return Meeting(**(fields | changes))


def a_series(**changes: Any) -> MeetingSeries:
    fields: dict[str, Any] = {
        "centre_id": CENTRE,
        "slug": "evening-hour",
        "part": 0,
        "name": "Evening Hour",
        "rule": "FREQ=WEEKLY;BYDAY=MO",
        "starts_on": date(2026, 1, 5),
        "time": time(18, 0),
        "duration": timedelta(hours=1),
        "time_zone": "Asia/Kolkata",
        "capacity": 20,
        "suspended": False,
        "online": False,
        "address": "1 Canal Road, Ludhiana",
    }
    return MeetingSeries(**(fields | changes))


def a_record(**changes: Any) -> dict[str, Any]:
    fields = {
        "slug": "evening-hour",
        "name": "Evening Hour",
        "day": 1,
        "time": "18:00",
        "end_time": "19:30",
        "timezone": "Asia/Kolkata",
        "formatted_address": "1 Canal Road, Ludhiana, Punjab, India",
        "types": ["O"],
    }
    return {name: value for name, value in (fields | changes).items() if value is not ...}


def a_feed(*records: Any) -> bytes:
    return json.dumps(records, indent=1).encode()
