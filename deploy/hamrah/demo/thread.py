"""The thread: a person registers, the meeting fills up, a place becomes free, and messages arrive."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from hamrah.demo.cast import CENTRES, Centre, new_address, new_number
from hamrah.demo.client import Person, Refused, wait_for
from hamrah.demo.data import feed_url
from hamrah.demo.evidence import ARRIVAL_SECONDS, SEATS, Played, show_records
from hamrah.demo.records import Records
from hamrah.demo.stage import LANGUAGES, Stage, expect

AT_ONCE = 6
# Not one that starts while the story is being played; as far ahead as groups lists at once.
SOONEST = timedelta(hours=1)
LATEST = timedelta(days=62)


def play_thread(stage: Stage, records: Records | None) -> None:
    """Play the story; raises Missing or Refused at the first thing that is not as it has to be."""
    marks = records.mark() if records else {}
    import_again(stage)
    first = join(stage, "pa", "A person signs in with a phone number and adds an e-mail address, in Punjabi")
    occurrence = find_meeting(stage, first)
    with stage.tell.step("The person registers; a text comes in Punjabi"):
        take_seat(stage, first, occurrence["id"])
        show_arrivals(stage, first, count=1)
    played = fill_and_promote(stage, first, occurrence["id"])
    show_fates(stage, played)
    if records:
        show_records(stage, played, records, marks)
    else:
        stage.tell.note("Kafka cannot be reached from here, so its records are not shown.")


def import_again(stage: Stage) -> None:
    """A coordinator imports the centre's feed again, from the web and as a file: nothing changes."""
    with stage.tell.step("A coordinator signs in and imports the centre's meetings again"):
        centre, coordinator = sign_in_coordinator(stage)
        known = len(json.loads(centre.feed_file()))
        from_web = coordinator.import_from(feed_url(stage.feeds, centre))
        stage.tell.note(f"{centre.name}, from the web: {summary(from_web)}")
        expect(from_web["unchanged"] == known, "Importing the same feed again changed something")
        from_file = coordinator.import_file(with_a_mistake(centre.feed_file()))
        stage.tell.note(f"as a file with one mistake in it: {summary(from_file)}")
        expect(from_file["unchanged"] == known, "Importing the same meetings as a file changed something")
        expect(len(from_file["rejected"]) == 1, "The mistake in the file was not reported")
        mistake = from_file["rejected"][0]
        stage.tell.note(f"rejected, line {mistake['line']}, {mistake['field']}: {mistake['reason']}")


def sign_in_coordinator(stage: Stage) -> tuple[Centre, Person]:
    """Sign in one of the coordinators; each may ask for a few codes an hour only."""
    *others, last = secrets.SystemRandom().sample(CENTRES, len(CENTRES))
    for centre in others:
        coordinator = stage.newcomer(centre.coordinator, "en")
        try:
            coordinator.sign_in()
        except Refused as refused:
            if refused.code != "too-many-codes":
                raise
        else:
            return centre, coordinator
    coordinator = stage.newcomer(last.coordinator, "en")
    coordinator.sign_in()
    return last, coordinator


def with_a_mistake(feed: bytes) -> bytes:
    """Return a feed with one more meeting, at a time that no clock shows."""
    mistake = {
        "slug": "a-mistake",
        "name": "A mistake",
        "day": 1,
        "time": "25:99",
        "timezone": "Asia/Kolkata",
    }
    return json.dumps([*json.loads(feed), mistake], ensure_ascii=False, indent=1).encode()


def summary(outcome: dict[str, Any]) -> str:
    """Say in words what an import did."""
    counts = ", ".join(f"{outcome[name]} {name}" for name in ("added", "changed", "unchanged"))
    return f"{counts}, {len(outcome['gone'])} gone, {len(outcome['rejected'])} rejected"


def join(stage: Stage, language: str, title: str) -> Person:
    """Somebody new signs in, chooses a language and adds an e-mail address."""
    with stage.tell.step(title):
        person = stage.newcomer(new_number(), language)
        stage.tell.text(person.sign_in(), person)
        stage.tell.note(f"signed in as {person.handle}")
        person.choose_language(language)
        stage.tell.email(person.add_email(new_address()), person)
    return person


def find_meeting(stage: Stage, person: Person) -> dict[str, Any]:
    """List what is coming and choose an occurrence in which nobody holds a place."""
    with stage.tell.step("The person looks at the coming meetings"):
        for page in person.occurrences(datetime.now(UTC) + SOONEST, datetime.now(UTC) + LATEST):
            empty = [each for each in page if is_empty(each)]
            if empty:
                break
        expect(bool(empty), f"No coming meeting has all its {SEATS} seats free")
        for each in page[:5]:
            stage.tell.note(f"{each['local_start'][:16].replace('T', ' ')}  {each['name']}")
        chosen = secrets.choice(empty)
        stage.tell.note(f"and chooses {chosen['name']}, {chosen['local_start'][:16].replace('T', ' ')}")
    return dict(chosen)


def is_empty(occurrence: dict[str, Any]) -> bool:
    """Say whether all of 20 seats are free, for whoever wants them."""
    seats = (occurrence["capacity"], occurrence["seats_left"])
    return occurrence["status"] == "scheduled" and seats == (SEATS, SEATS) and not occurrence["requires"]


def take_seat(stage: Stage, person: Person, occurrence_id: str) -> dict[str, Any]:
    """Register somebody who has to get a seat."""
    registration = person.register(occurrence_id)
    expect(registration["state"] == "confirmed", f"A free seat was not given: {registration['state']}")
    stage.tell.note(f"{person.handle} has a seat")
    return registration


def fill_and_promote(stage: Stage, first: Person, occurrence_id: str) -> Played:
    """Let 19 others take what is left, the 21st wait, one withdraw, and the 21st take the seat."""
    leaver = join(stage, "en", "A second person joins, in English")
    waiting = join(stage, "hi", "A third, in Hindi")
    with stage.tell.step(f"{SEATS - 2} others sign in, {AT_ONCE} at a time"):
        others = newcomers(stage, SEATS - 2)
    with stage.tell.step(f"They and the second person register: all {SEATS} seats are taken"):
        left = take_seat(stage, leaver, occurrence_id)
        with ThreadPoolExecutor(AT_ONCE) as at_once:
            states = Counter(at_once.map(lambda each: str(each.register(occurrence_id)["state"]), others))
        expect(states == {"confirmed": SEATS - 2}, f"The others got {dict(states)}")
        stage.tell.note(f"{len(others)} more seats given")
        show_arrivals(stage, leaver, count=1)
    with stage.tell.step("The third, who is the 21st, gets the first place in the queue"):
        queued = waiting.register(occurrence_id)
        expect((queued["state"], queued["position"]) == ("queued", 1), f"The 21st got {queued['state']}")
        show_arrivals(stage, waiting, count=1)
    with stage.tell.step("The second gives the place back; the first in the queue is promised it"):
        answer = leaver.withdraw(occurrence_id, left["id"])
        expect(answer["state"] == "cancelled", "The place was not given back")
        show_arrivals(stage, leaver, count=2)
        show_arrivals(stage, waiting, count=2)
        promised = waiting.register(occurrence_id)
        expect(promised["state"] == "promised", "The first in the queue was not promised the seat")
        stage.tell.note(f"{waiting.handle} has until {promised['answer_by'][11:16]} UTC to answer")
    with stage.tell.step("The third says yes in time, and the seat is theirs"):
        taken = waiting.confirm(occurrence_id, queued["id"])
        expect(taken["state"] == "confirmed", "The seat was not theirs")
        show_arrivals(stage, waiting, count=3)
    people = [first, leaver, waiting, *others]
    return Played(occurrence_id=occurrence_id, people=people, first=first, leaver=leaver, waiting=waiting)


def newcomers(stage: Stage, count: int) -> list[Person]:
    """Sign in so many new people, several at a time."""
    people = [stage.newcomer(new_number(), secrets.choice(tuple(LANGUAGES))) for _ in range(count)]
    with ThreadPoolExecutor(AT_ONCE) as at_once:
        list(at_once.map(Person.sign_in, people))
    return people


def show_arrivals(stage: Stage, person: Person, *, count: int) -> None:
    """Wait until so many texts came after the code, and show the latest."""
    stage.tell.text(arrivals(person, count), person)


def arrivals(person: Person, count: int) -> dict[str, Any]:
    """Wait until so many texts came after the code; return the latest."""

    def after_the_code(messages: list[dict[str, Any]]) -> dict[str, Any] | None:
        return messages[count] if len(messages) > count else None

    what = f"Text {count} about a place to {person.phone}"
    return wait_for(what, lambda: after_the_code(person.world.texts(person.phone)), ARRIVAL_SECONDS)


def show_fates(stage: Stage, played: Played) -> None:
    """Wait until the receipts have settled every text."""
    with stage.tell.step("Signed receipts come back from the provider"):
        for person, count in ((played.first, 1), (played.leaver, 2), (played.waiting, 3)):
            stage.tell.note(f"to {person.handle}:")
            for message in settled_messages(person, count):
                stage.tell.note(f"  {message['channel']:<5} {message['template']:<24} {message['state']}")


def settled_messages(person: Person, count: int) -> list[dict[str, Any]]:
    """Wait for so many messages of a person: texts `delivered`, e-mails at least `sent`."""

    def look() -> list[dict[str, Any]] | None:
        messages = person.messages()
        settled = [each for each in messages if is_settled(each)]
        return messages if len(settled) == len(messages) == count else None

    return wait_for(f"The end of {count} messages of {person.handle}", look, ARRIVAL_SECONDS)


def is_settled(message: dict[str, Any]) -> bool:
    """Say whether nothing more is to happen: a text has a receipt, an e-mail has none to wait for."""
    settled = ("delivered",) if message["channel"] == "sms" else ("sent", "delivered")
    return message["state"] in settled
