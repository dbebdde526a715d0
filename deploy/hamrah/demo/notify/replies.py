"""STOP and START by text, with effect at once."""

from __future__ import annotations

from hamrah.demo.client import Person, wait_for
from hamrah.demo.notify.hours import Meeting
from hamrah.demo.stage import Stage, expect


def stop_and_start(stage: Stage, one: Person, meeting: Meeting) -> None:
    """Stop texts by a text, be written to by e-mail meanwhile, and start again."""
    with stage.tell.step("STOP: one text says that it holds, and no other follows"):
        seen = last(stage, one)
        stage.world.answer(one.phone, "STOP")
        confirmed = stage.world.next_text(one.phone, seen)
        stage.tell.text(confirmed, one)
        expect("sms" in stopped(one), "STOP did not stop texts")
    with stage.tell.step("What is told from now on comes by e-mail, such as that a place is theirs"):
        mails = stage.world.emails(one.email or "")
        one.register(meeting.occurrence_id)
        mail = stage.world.next_email(one.email or "", int(mails[-1]["id"]) if mails else 0)
        stage.tell.email(mail, one)
        expect(last(stage, one) == int(confirmed["id"]), "A text followed a STOP")
    with stage.tell.step("START: texts come again"):
        stage.world.answer(one.phone, "START")
        stage.tell.text(stage.world.next_text(one.phone, int(confirmed["id"])), one)
        wait_for("START", lambda: None if "sms" in stopped(one) else True)


def stopped(one: Person) -> list[str]:
    """Name the channels that a member stopped."""
    return list(one.call("GET", "/api/notify/preferences/stopped")["channels"])


def last(stage: Stage, person: Person) -> int:
    """Give the number of the last text on a phone."""
    texts = stage.world.texts(person.phone)
    return int(texts[-1]["id"]) if texts else 0
