"""What a phone writes back, through Envoy and on all real engines."""

from __future__ import annotations

from collections.abc import Callable

from hamrah.demo.client import Person
from hamrah.demo.stage import Stage
from tests.journeys.conftest import empty_occurrence, member
from tests.support.waiting import eventually

WITHIN = 30.0  # seconds, with every process of the platform on one machine


def newcomer(stage: Stage) -> Person:
    """Sign somebody new in, and wait until notify knows whose number it is."""
    person = member(stage, with_email=False)
    eventually(lambda: person.call("GET", "/api/notify/preferences"), within=WITHIN)
    return person


def heard(person: Person, words: str) -> int:
    """Count the texts on a person's phone that say something."""
    return sum(words in text["body"] for text in person.world.texts(person.phone))


def hears(person: Person, words: str, times: int = 1) -> None:
    """Wait until the person's phone has so many texts that say something."""
    eventually(lambda: heard(person, words) == times, within=WITHIN)


def writes(person: Person) -> Callable[[str], None]:
    """Write back from the person's phone."""
    return lambda body: person.world.answer(person.phone, body)


def test_a_seat_is_given_up_by_one_letter(stage: Stage) -> None:
    person = member(stage, with_email=False)
    occurrence_id = empty_occurrence(person)
    person.register(occurrence_id)
    hears(person, "your place is confirmed")

    person.world.answer(person.phone, "X")

    eventually(lambda: person.occurrence(occurrence_id)["registration"] is None, within=WITHIN)


def test_stop_holds_until_start_and_help_goes_through(stage: Stage) -> None:
    person = newcomer(stage)
    write = writes(person)

    write("Stop.")
    hears(person, "no more texts")
    assert person.call("GET", "/api/notify/preferences/stopped") == {"channels": ["sms"]}
    write("HELP")
    hears(person, "14446")
    write("ਸ਼ੁਰੂ")
    hears(person, "get our texts again")

    assert person.call("GET", "/api/notify/preferences/stopped") == {"channels": []}


def test_what_nobody_can_read_is_answered_once(stage: Stage) -> None:
    person = newcomer(stage)
    write = writes(person)

    write("see you all on sunday?")
    hears(person, "thank you for writing")
    write("or on monday?")
    write("HELP")
    hears(person, "14446")

    assert heard(person, "thank you for writing") == 1
