"""What a phone writes back, through Envoy and on all real engines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hamrah.demo.circle import ROOT as GROUPS
from hamrah.demo.circle import a_group, series_of
from hamrah.demo.client import Person
from hamrah.demo.notify import broadcast
from hamrah.demo.stage import Stage
from hamrah.demo.thread import sign_in_coordinator
from hamrah.local.platform import Platform
from tests.journeys.centres import administrator, joined, members_of, refusal
from tests.journeys.conftest import member
from tests.support.waiting import eventually

WITHIN = 30.0  # seconds, with every process of the platform on one machine
UNREAD = "/api/notify/answers"


@pytest.fixture(scope="module")
def coordinator(stage: Stage) -> Person:
    """Somebody who coordinates a centre of the demo; each may ask for a few codes an hour only."""
    return sign_in_coordinator(stage)[1]


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


def one_seat(coordinator: Person) -> str:
    """Let a group meet that has one seat; give a date so far away that there is time to answer."""
    group = coordinator.call("POST", f"{GROUPS}/groups", json=a_group())
    series = coordinator.call("POST", f"{GROUPS}/series", json={**series_of(group["id"]), "capacity": 1})
    dates = coordinator.call("GET", f"{GROUPS}/series/{series['id']}/dates")["items"]
    return str(dates[1]["occurrence_id"])


def place(person: Person, occurrence_id: str) -> str | None:
    """Tell how groups keeps the person's own place."""
    held = person.occurrence(occurrence_id)["registration"]
    return str(held["state"]) if held else None


def test_a_seat_goes_from_phone_to_phone_by_one_letter_each(stage: Stage, coordinator: Person) -> None:
    occurrence_id = one_seat(coordinator)
    holder, first, second = (member(stage, with_email=False) for _ in range(3))
    for person in (holder, first, second):
        person.register(occurrence_id)
    hears(holder, "your place is confirmed")

    writes(holder)("X")
    hears(holder, "is cancelled")
    assert place(holder, occurrence_id) is None
    hears(first, "Answer C by")
    assert place(first, occurrence_id) == "promised"

    writes(first)("X")  # a promised seat is given back like any other
    hears(second, "Answer C by")
    assert place(first, occurrence_id) is None

    writes(second)("C")
    hears(second, "your place is confirmed")
    assert place(second, occurrence_id) == "confirmed"
    assert [heard(each, "your place is confirmed") for each in (holder, first)] == [1, 0]


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


def test_what_nobody_can_read_is_answered_once_and_seen_to_by_the_centre_alone(
    platform: Platform, stage: Stage, coordinator: Person
) -> None:
    centre = joined(stage, administrator(stage, platform))
    ours, theirs = centre.coordinator, coordinator
    [person] = members_of(stage, centre, 1)
    knows_home(ours)
    write = writes(person)

    write("see you all on sunday?")
    hears(person, "thank you for writing")
    write("or on monday?")
    write("HELP")
    hears(person, "14446")
    assert heard(person, "thank you for writing") == 1

    monday, sunday = unread(ours)
    assert [each["text"] for each in (monday, sunday)] == ["or on monday?", "see you all on sunday?"]
    assert (sunday["member_id"], sunday["handled_at"]) == (person.member_id, None)
    assert sunday["id"] not in [each["id"] for each in unread(theirs)]
    seen_to = f"{UNREAD}/{sunday['id']}/handled"
    assert refusal(theirs, "PUT", seen_to) == (404, "text-unknown")
    assert refusal(person, "GET", UNREAD)[0] == 403

    ours.call("PUT", seen_to)
    handled = {each["id"]: each["handled_at"] is not None for each in unread(ours)}
    assert handled == {monday["id"]: False, sunday["id"]: True}


def knows_home(coordinator: Person) -> None:
    """Wait until notify knows of somebody who is at home in the coordinator's centre."""
    draft = f"{broadcast.ROOT}/{broadcast.written(coordinator)['id']}"
    eventually(lambda: broadcast.counted(coordinator, draft, 1), within=WITHIN)


def unread(coordinator: Person) -> list[dict[str, Any]]:
    """List what the coordinator has to read, the newest first."""
    return list(coordinator.call("GET", UNREAD)["items"])
