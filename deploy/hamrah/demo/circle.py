"""The group of the story: who leads it, when it meets, who is on duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hamrah.demo.client import Person
from hamrah.demo.stage import Stage, expect

ROOT = "/api/groups"
TIME_ZONE = "Asia/Kolkata"
LINK = "https://meet.example.org/j/4711"
SEATS = 2
# Soon enough that the link is shown and the room open, and not so soon that it begins during the story.
STARTS_IN = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Circle:
    """A group with its meeting: today, and every second week."""

    group_id: str
    series_id: str
    facilitator: Person
    dates: list[dict[str, Any]]  # as the series gives them
    seats: int = SEATS
    link: str = LINK


def found_circle(stage: Stage, coordinator: Person, facilitator: Person) -> Circle:
    """Found a group, let somebody lead it and be on duty, and let it meet every second week, hybrid."""
    with stage.tell.step("A coordinator founds a group; who leads it is on duty day and night"):
        group = coordinator.call("POST", f"{ROOT}/groups", json=a_group())
        where = f"{ROOT}/groups/{group['id']}"
        coordinator.call("PUT", f"{where}/facilitators/{facilitator.member_id}", json={})
        facilitator.call("PUT", f"{where}/roster", json=always_on_duty(facilitator))
        duty = facilitator.call("GET", f"{where}/on-duty")["items"]
        expect([each["member_id"] for each in duty] == [facilitator.member_id], "Nobody is on duty")
    with stage.tell.step("It meets every second week, in a room and online, from today on"):
        series = facilitator.call("POST", f"{ROOT}/series", json=series_of(group["id"]))
        dates = facilitator.call("GET", f"{ROOT}/series/{series['id']}/dates")["items"]
        expect(len(dates) >= 3, "The dates of the coming weeks are missing")
        for each in dates[:4]:
            stage.tell.note(each["local_start"][:16].replace("T", " "))
        expect(series["mode"] == "hybrid", "A meeting in a room and online is not hybrid")
    return Circle(group_id=group["id"], series_id=series["id"], facilitator=facilitator, dates=dates)


def a_group() -> dict[str, Any]:
    """Describe an open group of people who left a centre."""
    return {"kind": "alumni", "name": "The long road", "open": True, "languages": ["pa", "en"]}


def always_on_duty(facilitator: Person) -> dict[str, Any]:
    """Make a roster of one person, from noon to noon on every day of the week."""
    shifts = [
        {"member_id": facilitator.member_id, "weekday": day, "starts": "12:00", "ends": "12:00"}
        for day in range(7)
    ]
    return {"time_zone": TIME_ZONE, "shifts": shifts}


def series_of(group_id: str) -> dict[str, Any]:
    """Describe a meeting that starts in a few minutes, and every second week from then on."""
    begins = datetime.now(ZoneInfo(TIME_ZONE)) + STARTS_IN
    return {
        "group_id": group_id,
        "name": "Saturday circle",
        "rule": "FREQ=WEEKLY;INTERVAL=2",
        "starts_on": begins.date().isoformat(),
        "time": f"{begins:%H:%M}",
        "duration_minutes": 60,
        "time_zone": TIME_ZONE,
        "address": "12 Canal Road, Ludhiana",
        "joining": {"conference_url": LINK},
        "capacity": SEATS,
        "public": True,
    }
