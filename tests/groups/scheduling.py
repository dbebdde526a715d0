"""Series as leaders schedule them over the API, and what became of their dates."""

from datetime import date, timedelta
from typing import Any

from chassis.clock import utc_now
from groups.adapters.stores import Stores
from tests.groups.api import Caller

TODAY = utc_now().date()
SATURDAY = TODAY + timedelta(days=(5 - TODAY.weekday()) % 7 + 7)


def described(**changes: Any) -> dict[str, Any]:
    """Describe a weekly series; a change to `...` leaves a field out."""
    fields = {
        "name": "Saturday People",
        "rule": "FREQ=WEEKLY;BYDAY=SA",
        "starts_on": SATURDAY.isoformat(),
        "time": "18:00",
        "duration_minutes": 90,
        "time_zone": "Asia/Kolkata",
        "address": "1 Canal Road, Ludhiana",
        "capacity": 20,
    }
    return {name: value for name, value in (fields | changes).items() if value is not ...}


def scheduled(caller: Caller, **changes: Any) -> dict[str, Any]:
    """Schedule a series and give it as answered."""
    answer = caller.post("/series", json=described(**changes))
    assert answer.status_code == 201, answer.json
    return dict(answer.json or {})


def dates(caller: Caller, series_id: str, **query: Any) -> list[dict[str, Any]]:
    """Give the dates of a series as its leaders see them."""
    answer = caller.get(f"/series/{series_id}/dates", **query)
    assert answer.status_code == 200, answer.json
    return list((answer.json or {})["items"])


def told(stores: Stores, occurrence_id: str) -> list[str]:
    """Give what those who registered for an occurrence are told of changes."""
    found = stores.rows.find_one({"_id": occurrence_id}) or {}
    types = [entry["type"].removeprefix("groups.registration.") for entry in found["outbox"]]
    return [each for each in types if each.startswith("meeting")]


def facts(stores: Stores, series_id: str) -> list[str]:
    """Give what others are told of a series."""
    found = stores.database["series"].find_one({"_id": series_id}) or {}
    return [entry["type"].removeprefix("groups.series.") for entry in found["outbox"]]


def local(day: date, clock: str) -> str:
    """Write a time of a day as a local time of the API."""
    return f"{day.isoformat()}T{clock}"
