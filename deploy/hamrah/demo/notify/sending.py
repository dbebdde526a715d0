"""What providers do wrong: one is away and the next takes over; a receipt comes late; all of it is traced."""

from __future__ import annotations

from typing import Any

from hamrah.demo.client import Person, wait_for
from hamrah.demo.stage import Stage, expect

TEST = "/api/notify/preferences/test-message"
LATE_MS = 3_000
LATE: dict[str, object] = {
    "receipt_delay_ms": LATE_MS,
    "duplicate_receipts": 1,
    "receipts_out_of_order": True,
}


def fail_over(stage: Stage, one: Person) -> None:
    """Let the first provider be away; the text comes through another, word for word as registered."""
    with stage.tell.step("The first provider is away: the text takes another way, with the same words"):
        stage.world.behave(providers={"twilio": {"mode": "unavailable"}})
        text = test_message(stage, one)
        expect(text["provider"] != "twilio", "The text came through the provider that is away")
        stage.tell.text(text, one)
        stage.tell.note(f"by {text['provider']}")
        stage.world.behave()


def receive_late(stage: Stage, one: Person) -> str:
    """Let a receipt come late and twice; return the message."""
    with stage.tell.step("A receipt comes late, twice and out of order: the message only moves forward"):
        stage.world.behave(sms=LATE)
        test_message(stage, one)
        sent = wait_for("The message as sent", lambda: latest(one, "sent"))
        stage.tell.note(f"{sent['state']}, with no receipt yet")
        delivered = wait_for("The late receipt", lambda: latest(one, "delivered"))
        expect(delivered["id"] == sent["id"], "The receipt settled another message")
        stage.tell.note(f"{delivered['state']}, {LATE_MS / 1000:g} s later")
        stage.world.behave()
    return str(sent["id"])


def test_message(stage: Stage, one: Person) -> dict[str, Any]:
    """Ask for a test message, and wait for its text."""
    seen = stage.world.texts(one.phone)
    one.call("POST", TEST, json={"channel": "sms"})
    return stage.world.next_text(one.phone, int(seen[-1]["id"]) if seen else 0)


def latest(one: Person, state: str) -> dict[str, Any] | None:
    """Give what is known of the member's newest text, once it is in a state."""
    newest = next(each for each in one.messages() if each["channel"] == "sms")
    return newest if newest["state"] == state else None


def trace(stage: Stage, message_id: str) -> None:
    """Follow one message through everything, as an operator does; it shows no contact and no words."""
    if stage.operate is None:
        return  # as from outside of containers
    with stage.tell.step("An operator follows that message to its end: no number in it, and no words"):
        told = stage.operate(["trace", message_id])
        for line in filter(None, told.splitlines()):
            stage.tell.note(line)
        expect("delivered" in told, "The trace does not say what became of the message")
