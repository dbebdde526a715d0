"""A coordinator writes to many, a second one agrees, it runs and is stopped in the middle, through Envoy."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from nacl.public import PublicKey, SealedBox
from pymongo import MongoClient

from chassis.clock import to_rfc3339, utc_now
from chassis.ids import new_id
from hamrah.demo.cast import new_number
from hamrah.demo.client import Person, wait_for
from hamrah.demo.stage import Stage
from hamrah.local.platform import Platform
from tests.journeys.centres import administrator, another_coordinator, joined, refusal, text_with

PEOPLE = 400
ROOT = "/api/notify/broadcasts"
SAID = "our hours change from"


@pytest.fixture
def notify(platform: Platform) -> Iterator[Any]:
    """The database of notify: to sign hundreds of people up one by one would take minutes."""
    with MongoClient[dict[str, Any]](platform.layout.mongodb_uri, tz_aware=True) as client:
        yield client["notify"]


def at_home(notify: Any, platform: Platform, centre_id: str, count: int) -> list[str]:
    """Let so many people be at home in a centre; give their numbers."""
    public = (platform.layout.secrets / "alumni" / "notify-public.key").read_text().strip()
    box = SealedBox(PublicKey(bytes.fromhex(public)))
    numbers = [new_number() for _ in range(count)]
    notify["contacts"].insert_many(
        {
            "_id": new_id(),
            "language": "en",
            "time_zone": "Asia/Kolkata",
            "sealed": {"sms": base64.b64encode(box.encrypt(each.encode())).decode()},
            "sequence": 1,
            "centre_id": centre_id,
        }
        for each in numbers
    )
    return numbers


def test_many_are_written_to_on_the_word_of_two_and_no_more_once_it_is_stopped(
    platform: Platform, stage: Stage, notify: Any
) -> None:
    centre = joined(stage, administrator(stage, platform))
    first, second = centre.coordinator, another_coordinator(stage, centre.coordinator)
    numbers = at_home(notify, platform, centre.id, PEOPLE)
    acts = {"_id": second.member_id, "acts_for": centre.id}
    wait_for("The second coordinator", lambda: notify["contacts"].find_one(acts))

    where = f"{ROOT}/{written(first)['id']}"
    words = first.call("GET", f"{where}/preview")["words"]
    assert [each["language"] for each in words] == ["en", "pa", "hi"]
    count = first.call("GET", f"{where}/count")
    assert (count["people"], count["needs_approval"]) == (PEOPLE, True)
    assert first.call("POST", f"{where}/submit")["phase"] == "awaiting-approval"
    assert refusal(first, "POST", f"{where}/approve") == (409, "own-broadcast")
    text_with(stage, second, "waits for an answer")
    assert second.call("POST", f"{where}/approve")["phase"] == "scheduled"

    wait_for("The first texts", lambda: report(first, where)["accepted"] or None)
    stopped = second.call("POST", f"{where}/stop")
    told = wait_for("An end of what is in flight", lambda: settled(report(first, where)))

    assert stopped["phase"] == "stopped"
    failed = {each["cause"]: each["count"] for each in told["failed"]}
    assert failed["broadcast-stopped"] > 0
    assert told["accepted"] + sum(failed.values()) == told["people"] == PEOPLE
    texts = [len(stage.world.texts(each)) for each in numbers]
    assert max(texts) == 1
    assert sum(texts) == told["accepted"]
    assert "failed,broadcast-stopped" in stage.gateway.fetch(f"{where}/report.csv", token=second.token).text


def written(coordinator: Person) -> dict[str, Any]:
    """Write to everybody of the centre, now."""
    now = utc_now()
    wanted = {
        "template": "hours-change",
        "values": {"starts_at": to_rfc3339(now + timedelta(days=7))},
        "scheduled_at": to_rfc3339(now),
    }
    return dict(coordinator.call("POST", ROOT, json=wanted))


def report(coordinator: Person, where: str) -> dict[str, Any]:
    """Read what became of it so far."""
    return dict(coordinator.call("GET", f"{where}/report"))


def settled(told: dict[str, Any]) -> dict[str, Any] | None:
    """Give a report in which nothing is under way."""
    return told if told["waiting"] == told["in_flight"] == 0 else None
