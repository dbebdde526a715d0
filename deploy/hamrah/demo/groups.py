"""Groups: a biweekly meeting with its seats, its room and its board, a dirty feed, and a calendar."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from hamrah.demo.cast import new_number
from hamrah.demo.circle import Circle, found_circle
from hamrah.demo.client import Person, Refused, wait_for
from hamrah.demo.dirt import dirty_feed
from hamrah.demo.records import Records
from hamrah.demo.stage import Stage, expect, tell_types
from hamrah.demo.thread import join, sign_in_coordinator

ROOT = "/api/groups"
MESSAGE = "To be honest I do not want to live any more. You can call me on 98140 12345."
EXPECTED = (
    "groups.group.created.v1",
    "groups.series.scheduled.v1",
    "groups.standing.taken.v1",
    "groups.registration.meeting-changed.v1",
    "groups.registration.promoted.v1",
    "groups.attendance.recorded.v1",
    "groups.board.alerted.v1",
    "groups.feed.imported.v1",
)


def play_groups(stage: Stage, records: Records | None) -> None:
    """Play the story; raises Missing or Refused at the first thing that is not as it has to be."""
    marks = records.mark() if records else {}
    centre, coordinator = sign_in_coordinator(stage)
    facilitator = join(stage, "en", "Somebody who will lead a group signs in")
    regular = join(stage, "pa", "Somebody who will come every time signs in, in Punjabi")
    circle = found_circle(stage, coordinator, facilitator)
    seats(stage, circle, regular)
    room(stage, circle, regular)
    certificate(stage, regular, circle)
    dirty_feed(stage, coordinator, centre.feed_file())
    calendar(stage, regular)
    board(stage, circle, regular)
    if records:
        tell_types(stage.tell, records, marks, EXPECTED)


def seats(stage: Stage, circle: Circle, regular: Person) -> None:
    """Take a standing seat, move a date, skip one; fill a date, and promote who waits."""
    today, second, third = circle.dates[:3]
    with stage.tell.step("A standing seat: every date but one that is skipped"):
        regular.call("POST", f"{ROOT}/series/{circle.series_id}/standing-seat")
        for each in (today, second, third):
            held = registration_in(regular, each)
            expect(held == "confirmed", f"The standing seat is missing on {each['original_date']}")
        count = len(stage.world.texts(regular.phone))
        skip = {"original_date": third["original_date"]}
        regular.call("POST", f"{ROOT}/series/{circle.series_id}/standing-seat/skips", json=skip)
        left = regular.occurrence(third["occurrence_id"])
        expect(left["seats_left"] == circle.seats, "The skipped date kept the seat")
        stage.tell.note(f"{regular.handle} comes every second week, and skips {third['original_date']}")
        stage.tell.text(text_after(stage, regular, count), regular)
    with stage.tell.step("The second date is moved by an hour; who has a place is told once"):
        later = datetime.fromisoformat(second["local_start"]) + timedelta(hours=1)
        change = {"original_date": second["original_date"], "starts_at_local": f"{later:%Y-%m-%dT%H:%M}"}
        circle.facilitator.call("POST", f"{ROOT}/series/{circle.series_id}/changes", json=change)
        stage.tell.text(text_after(stage, regular, count + 1), regular)
    promotion(stage, second["occurrence_id"])


def promotion(stage: Stage, occurrence_id: str) -> None:
    """Give back the last seat; the next in the queue is asked, answers, and has it."""
    leaver, waiting = (stage.newcomer(new_number(), language) for language in ("en", "hi"))
    with stage.tell.step("The last seat goes, comes back, and is promised to the next in the queue"):
        for person in (leaver, waiting):
            person.sign_in()
        place = leaver.register(occurrence_id)
        expect(place["state"] == "confirmed", "The last seat was not given")
        queued = waiting.register(occurrence_id)
        expect(queued["state"] == "queued", "A seat was sold twice")
        leaver.withdraw(occurrence_id, place["id"])
        promised = text_after(stage, waiting, 2)
        stage.tell.text(promised, waiting)
        path = f"{ROOT}/occurrences/{occurrence_id}/registrations/{queued['id']}/confirmation"
        answer = waiting.call("POST", path)
        expect(answer["state"] == "confirmed", "The promised seat was not confirmed")
        stage.tell.note(f"{waiting.handle} confirms, and has the seat")


def room(stage: Stage, circle: Circle, regular: Person) -> None:
    """Show the link when it is time and not before, and check in by the code in the room."""
    today, second = circle.dates[:2]
    with stage.tell.step("The link appears half an hour before, to who has a seat"):
        early = refusal(lambda: regular.call("GET", f"{ROOT}/occurrences/{second['occurrence_id']}/joining"))
        stage.tell.note(f"in two weeks: {early.code}, opens at {early.problem.get('opens_at')}")
        shown = regular.call("GET", f"{ROOT}/occurrences/{today['occurrence_id']}/joining")
        expect(shown["ways"]["conference_url"] == circle.link, "The link did not appear")
        stage.tell.note("today: there it is")
    with stage.tell.step("The room shows a QR code; who scans it has been there"):
        path = f"{ROOT}/occurrences/{today['occurrence_id']}"
        code = circle.facilitator.call("GET", f"{path}/room-code")
        word = urlsplit(code["url"]).fragment.rpartition(".")[2]
        picture = stage.gateway.fetch(f"{path}/room-code.svg", token=circle.facilitator.token)
        expect("<svg" in picture.text, "There is no QR code")
        stage.tell.note(f"the word of this hour: {code['word']}")
        checked = regular.call("POST", f"{path}/check-in", json={"word": word})
        expect(bool(checked["present"]), "The check-in did not count")


def certificate(stage: Stage, regular: Person, circle: Circle) -> None:
    """Ask for a certificate, and verify it as anybody can."""
    with stage.tell.step("A certificate of attendance, verified at a public address"):
        until = date.fromisoformat(circle.dates[0]["original_date"])
        since = until - timedelta(days=30)
        wanted = {"from": since.isoformat(), "to": until.isoformat(), "bearer": "Walker"}
        path = f"{ROOT}/me/certificates"
        issued = stage.gateway.fetch(path, method="POST", token=regular.token, json=wanted)
        expect(issued.content.startswith(b"%PDF"), "The certificate is no PDF")
        digest = hashlib.sha256(issued.content).hexdigest()
        seen = stage.gateway.call("GET", issued.headers["Location"], query={"sha256": digest})
        expect(seen["valid"] and seen["document_matches"], "The certificate does not verify")
        stage.tell.note(f"{len(issued.content):,} bytes, signed; it names neither the group nor its kind")
        stage.tell.note(f"verified by anybody: valid, {seen['meetings']} meeting attended")


def calendar(stage: Stage, regular: Person) -> None:
    """Subscribe to one's own calendar by a secret address, and revoke it."""
    with stage.tell.step("A calendar of one's own, by a secret address that can be revoked"):
        address = urlsplit(regular.call("POST", f"{ROOT}/me/calendar", json={})["url"])
        secret = f"{address.path}?{address.query}"
        subscribed = stage.gateway.fetch(secret).text
        titles = {line for line in subscribed.splitlines() if line.startswith("SUMMARY")}
        expect(titles == {"SUMMARY:Meeting"}, "A title of the calendar tells too much")
        stage.tell.note(f"{subscribed.count('BEGIN:VEVENT')} dates, all called Meeting")
        regular.call("DELETE", f"{ROOT}/me/calendar")
        refusal(lambda: stage.gateway.fetch(secret))
        stage.tell.note("revoked: nothing is there any more")


def board(stage: Stage, circle: Circle, writer: Person) -> None:
    """Write what sounds like a crisis: help comes first, somebody is alerted, the post is there."""
    with stage.tell.step("A post that sounds like a crisis"):
        alerted = len(stage.world.texts(circle.facilitator.phone))
        thread = {"title": "Tonight", "text": MESSAGE}
        written = writer.call("POST", f"{ROOT}/boards/{circle.group_id}/threads", json=thread)
        expect(bool(written["help"]), "No help was shown")
        lines = ", ".join(line["number"] for line in written["help"]["lines"])
        stage.tell.note(f"first of all: {lines}")
        stage.tell.note(f"published as: {written['post']['text']}")
        expect("98140" not in written["post"]["text"], "A phone number was published")
        stage.tell.text(text_after(stage, circle.facilitator, alerted), circle.facilitator)
        [alert] = circle.facilitator.call("GET", f"{ROOT}/alerts")["items"]
        circle.facilitator.call("POST", f"{ROOT}/alerts/{alert['id']}/closure", json={"outcome": "reached"})
        stage.tell.note("whoever is on duty looks after it, and closes the alert")


def registration_in(person: Person, each: dict[str, Any]) -> str | None:
    """Return the state of a person's own place in a date."""
    held = person.occurrence(each["occurrence_id"])["registration"]
    return str(held["state"]) if held else None


def text_after(stage: Stage, person: Person, count: int) -> dict[str, Any]:
    """Wait for the text that comes to a person after so many."""

    def look() -> dict[str, Any] | None:
        texts = stage.world.texts(person.phone)
        return texts[count] if len(texts) > count else None

    return wait_for(f"Text {count + 1} to {person.phone}", look)


def refusal(order: Callable[[], Any]) -> Refused:
    """Return the refusal that an order has to meet."""
    try:
        order()
    except Refused as refused:
        return refused
    expect(False, "What had to be refused was done")
    raise AssertionError
