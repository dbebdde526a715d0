"""A coordinator writes to everybody of the centre, and stops it in the middle."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hamrah.demo.client import Person, wait_for
from hamrah.demo.stage import Stage, expect

ROOT = "/api/notify/broadcasts"
SLOW_MS = 1_500  # so that there is a middle
SAID = "our hours change"


def stop_in_the_middle(stage: Stage, coordinator: Person, people: list[Person]) -> None:
    """Preview, count, run, stop, and read the report; nobody is written to twice."""
    with stage.tell.step("A coordinator writes to everybody of the centre, in words that are registered"):
        where = f"{ROOT}/{written(coordinator)['id']}"
        words = coordinator.call("GET", f"{where}/preview")["words"]
        stage.tell.note(words[0]["sms"])
        count = wait_for("All of them", lambda: counted(coordinator, where, len(people)))
        stage.tell.note(f"{count['people']} people; a second person is asked above 50")
    with stage.tell.step("It runs, and is stopped in the middle"):
        stage.world.behave(sms={"delay_ms": SLOW_MS})
        coordinator.call("POST", f"{where}/submit")
        wait_for("The first texts", lambda: report(coordinator, where)["accepted"] or None)
        coordinator.call("POST", f"{where}/stop")
        told = wait_for("An end of what was in flight", lambda: settled(report(coordinator, where)))
        stage.world.behave()
    with stage.tell.step("The report says whom it reached, whom it did not, and why"):
        failed = {each["cause"]: each["count"] for each in told["failed"]}
        stage.tell.note(f"{told['accepted']} accepted; {failed}")
        expect(failed.get("broadcast-stopped", 0) > 0, "Nothing was stopped")
        texts = [sum(SAID in text["body"] for text in stage.world.texts(each.phone)) for each in people]
        expect(max(texts) == 1 and sum(texts) == told["accepted"], f"Some got it twice, or never: {texts}")


def written(coordinator: Person) -> dict[str, Any]:
    """Begin a draft to everybody of the centre, for now."""
    now = datetime.now(UTC)
    wanted = {
        "template": "hours-change",
        "values": {"starts_at": (now + timedelta(days=7)).isoformat()},
        "scheduled_at": now.isoformat(),
    }
    return dict(coordinator.call("POST", ROOT, json=wanted))


def counted(coordinator: Person, where: str, people: int) -> dict[str, Any] | None:
    """Give the count once notify knows of everybody's home."""
    count = dict(coordinator.call("GET", f"{where}/count"))
    return count if count["people"] >= people else None


def report(coordinator: Person, where: str) -> dict[str, Any]:
    """Read what became of it so far."""
    return dict(coordinator.call("GET", f"{where}/report"))


def settled(told: dict[str, Any]) -> dict[str, Any] | None:
    """Give a report in which nothing is under way."""
    return told if told["waiting"] == told["in_flight"] == 0 else None
