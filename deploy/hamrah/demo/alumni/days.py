"""Days after treatment: partners, a craving, an answer by text, a slip, a milestone that is shared."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hamrah.demo.client import Person, wait_for
from hamrah.demo.stage import Stage, expect

ROOT = "/api/alumni"
BEST_DAYS = 120
# The milestone of 30 days is reached while the story is told.
AHEAD = timedelta(seconds=3)
HIGH = 9
NEEDED = "need you now"


def become_partners(stage: Stage, one: Person, other: Person) -> None:
    """Let two look after each other."""
    with stage.tell.step("Two members become partners: one asks by handle, the other says yes"):
        asked = one.call("POST", f"{ROOT}/partnerships", json={"handle": other.handle})
        other.call("POST", f"{ROOT}/partnerships/{asked['id']}/acceptance")
        stage.tell.note(f"{one.handle} and {other.handle}")


def check_in(stage: Stage, one: Person, other: Person) -> None:
    """Check in on a hard day; help comes first, and the partner is asked to get in touch."""
    with stage.tell.step("A hard day: help lines come before anything else, and the partner is a tap away"):
        said = one.call("POST", f"{ROOT}/me/check-ins", json={"sober": True, "mood": 2, "craving": HIGH})
        expect(bool(said["help"]) and "reach-out" in said["offers"], "No help was offered")
        stage.tell.note(f"first of all: {', '.join(line['number'] for line in said['help']['lines'])}")
        one.call("POST", f"{ROOT}/me/check-ins/{said['check_in']['date']}/reach-out")
        stage.tell.text(wait_for(f"The text to {other.handle}", lambda: needed(stage, other)), other)


def needed(stage: Stage, person: Person) -> dict[str, Any] | None:
    """Find the text that asks somebody to get in touch now."""
    return next((text for text in stage.world.texts(person.phone) if NEEDED in text["body"]), None)


def check_in_by_text(stage: Stage, one: Person) -> None:
    """Answer by text from a phone that can do nothing else."""
    with stage.tell.step("The other partner has no data today, and answers by text: 1 3"):
        stage.world.answer(one.phone, "1 3")

        def recorded() -> dict[str, Any] | None:
            days = one.call("GET", f"{ROOT}/me/check-ins")["items"]
            return days[0] if days and days[0]["source"] == "text" else None

        day = wait_for("The check-in by text", recorded)
        stage.tell.note(f"{day['date']}: sober, craving {day['craving']}")


def slip(stage: Stage, one: Person) -> None:
    """Record a slip: the history and the best stay."""
    with stage.tell.step("A slip: met with support; the history and the best stay"):
        since = datetime.now(UTC) - timedelta(days=BEST_DAYS)
        one.call("PUT", f"{ROOT}/me/sobriety", json={"started_at": since.isoformat()})
        answer = one.call("POST", f"{ROOT}/me/sobriety/slips", json={})
        stage.tell.note(answer["help"]["message"])
        record = one.call("GET", f"{ROOT}/me/sobriety")
        expect(record["best_days"] >= BEST_DAYS - 1, "A slip took the best away")
        ahead = record["next_milestone"]["milestone"]
        stage.tell.note(f"best {record['best_days']} days, kept; the next milestone: {ahead}")


def milestone(stage: Stage, one: Person, other: Person) -> None:
    """Reach 30 days, share it with the partner, and be congratulated."""
    with stage.tell.step("A milestone is reached; it is private until it is shared"):
        since = datetime.now(UTC) - timedelta(days=30) + AHEAD
        one.call("PUT", f"{ROOT}/me/sobriety", json={"started_at": since.isoformat()})
        reached = wait_for(
            "The milestone", lambda: next(iter(one.call("GET", f"{ROOT}/me/milestones")["items"]), None)
        )
        expect(not other.call("GET", f"{ROOT}/milestones")["items"], "A milestone was shared by itself")
        one.call("POST", f"{ROOT}/me/milestones/{reached['id']}/shares", json={"audience": "partners"})
        [seen] = other.call("GET", f"{ROOT}/milestones")["items"]
        stage.tell.note(f"{other.handle} sees: {seen['handle']}, {seen['milestone']}")
        word = {"word": "well-done"}
        other.call("PUT", f"{ROOT}/milestones/{seen['id']}/congratulations", json=word)
        [mine] = one.call("GET", f"{ROOT}/me/milestones")["items"]
        stage.tell.note(f"{one.handle} hears: {mine['congratulations'][0]['word']}")
