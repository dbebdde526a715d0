"""What coordinators and leaders order of groups over the API, and how a refusal reads."""

from datetime import datetime, timedelta
from typing import Any

from chassis.clock import utc_now
from chassis.ids import new_id
from tests.groups.api import Caller

DAY = timedelta(days=1)
NEW_GROUP = {"kind": "secular", "name": "Thursday People", "open": True, "languages": ["en", "pa"]}


def licence(days: int = 30, **changes: Any) -> dict[str, Any]:
    """Describe a licence that is current for so many days."""
    expires_on = (utc_now().date() + days * DAY).isoformat()
    number = {"number": "RCI-A-1234", "body": "Rehabilitation Council of India"}
    return {"therapist_id": new_id(), "expires_on": expires_on, **number, **changes}


def begin(coordinator: Caller, **changes: Any) -> dict[str, Any]:
    """Begin a group of the coordinator's centre."""
    answer = coordinator.post("/groups", json=NEW_GROUP | changes)
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def refusal(answer: Any) -> tuple[int, str]:
    """Give the status and the code of an answer."""
    return answer.status_code, answer.json["code"]


def shift(member_id: str, at: datetime, **changes: Any) -> dict[str, Any]:
    """Describe a shift of two hours from a moment on."""
    hours = {"starts": at.strftime("%H:%M"), "ends": (at + timedelta(hours=2)).strftime("%H:%M")}
    return {"member_id": member_id, "on": at.date().isoformat(), **hours, **changes}
