"""The story of the thread, step by step, through Envoy and on all real engines."""

from __future__ import annotations

import io
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import requests
from rich.console import Console

from hamrah.demo.cast import CENTRES
from hamrah.demo.client import Person, Refused, World
from hamrah.demo.data import feed_url
from hamrah.demo.evidence import Played, show_records
from hamrah.demo.play import STORIES, play
from hamrah.demo.records import KafkaRecord, Marks, Records
from hamrah.demo.stage import Stage
from hamrah.demo.thread import arrivals, newcomers, settled_messages, sign_in_coordinator, with_a_mistake
from hamrah.local.platform import Platform
from tests.journeys.conftest import empty_occurrence, member
from tests.support.waiting import eventually

AT_ONCE = 32
NOTHING_CHANGED = {"added": 0, "changed": 0, "gone": []}
# What a message about a place never says (domain.md: messages are discreet).
INDISCREET = (
    "recovery",
    "addict",
    "nasha",
    "ਨਸ਼ਾ",
    "नशा",
    "sober",
    *(centre.name.lower() for centre in CENTRES),
)


def places(person: Person) -> list[str]:
    """Return the texts about places that lie on a person's phone: all but the code."""
    return [text["body"] for text in person.world.texts(person.phone)[1:]]


def place_emails(person: Person) -> list[dict[str, Any]]:
    """Return the e-mails about places in a person's mailbox: all but the code."""
    return person.world.emails(person.email or "")[1:]


def test_the_demo_plays_the_story_to_its_end(platform: Platform, stage: Stage) -> None:
    told = io.StringIO()

    code = play(
        "thread",
        platform.url,
        stage.world.url,
        platform.layout.kafka_bootstrap,
        console=Console(file=told, width=200),
    )

    assert code == 0, told.getvalue()
    for record in ("confirmed", "queued", "promoted", "cancelled"):
        assert f"groups.registration.{record}.v1" in told.getvalue()


class NoRecords:
    """Kafka, where nothing of the story ever comes."""

    def mark(self) -> Marks:
        return {}

    def since(self, _marks: Marks) -> list[KafkaRecord]:
        return []


def show_what_nobody_did(stage: Stage, records: Records | None) -> None:
    """Play nothing of the thread but its last step."""
    assert records
    first, leaver, waiting = (stage.newcomer("", "en") for _ in range(3))
    played = Played(occurrence_id="", people=[], first=first, leaver=leaver, waiting=waiting)
    show_records(stage, played, records, records.mark())


def test_the_demo_fails_when_a_record_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamrah.demo.evidence.ARRIVAL_SECONDS", 0.1)
    monkeypatch.setitem(STORIES, "last step", show_what_nobody_did)
    told = io.StringIO()

    nowhere = "http://127.0.0.1:9"
    assert play("last step", nowhere, nowhere, NoRecords(), console=Console(file=told)) == 1
    assert "The story's records in Kafka did not come" in told.getvalue()


def test_a_story_against_nothing_fails_with_a_sentence() -> None:
    told = io.StringIO()

    code = play("thread", "http://127.0.0.1:9", "http://127.0.0.1:9", console=Console(file=told))

    assert code == 1
    assert "is the platform running?" in " ".join(told.getvalue().split())


def test_an_unknown_story_is_refused_with_the_known_ones() -> None:
    told = io.StringIO()

    assert play("fairy-tale", "http://127.0.0.1:9", "http://127.0.0.1:9", console=Console(file=told)) == 2
    assert "thread" in told.getvalue()


def test_importing_the_same_feed_again_changes_nothing(stage: Stage) -> None:
    centre, coordinator = sign_in_coordinator(stage)
    known = len(json.loads(centre.feed_file()))

    from_web = coordinator.import_from(feed_url(stage.feeds, centre))
    from_file = coordinator.import_file(with_a_mistake(centre.feed_file()))

    assert from_web.items() >= {**NOTHING_CHANGED, "unchanged": known, "rejected": []}.items()
    assert from_file.items() >= {**NOTHING_CHANGED, "unchanged": known}.items()
    (rejected,) = from_file["rejected"]
    assert (rejected["slug"], rejected["field"]) == ("a-mistake", "time")
    assert rejected["line"] > known
    assert rejected["reason"]


def test_a_member_cannot_import(stage: Stage) -> None:
    person = member(stage, with_email=False)

    with pytest.raises(Refused) as refusal:
        person.import_file(b"[]")

    assert refusal.value.status == 403


@pytest.mark.parametrize(
    ("language", "script"),
    [("en", range(0x41, 0x7B)), ("pa", range(0xA00, 0xA80)), ("hi", range(0x900, 0x980))],
)
def test_a_place_is_told_once_over_the_first_channel_in_the_persons_language(
    stage: Stage, language: str, script: range
) -> None:
    person = member(stage, language)
    person.choose_language(language)
    occurrence_id = empty_occurrence(person)

    registration = person.register(occurrence_id)

    assert (registration["state"], registration["position"]) == ("confirmed", None)
    words = arrivals(person, 1)["body"]
    assert any(ord(letter) in script for letter in words)
    assert not any(word in words.lower() for word in INDISCREET)
    settled_messages(person, 1)
    assert (len(places(person)), place_emails(person)) == (1, [])


def test_the_21st_waits_and_is_seated_when_a_place_becomes_free(stage: Stage) -> None:
    leaver, waiting, next_waiting = member(stage), member(stage, "hi"), member(stage, "pa")
    occurrence_id = empty_occurrence(leaver)
    held = leaver.register(occurrence_id)
    others = newcomers(stage, 19)
    with ThreadPoolExecutor(8) as at_once:
        states = list(at_once.map(lambda each: each.register(occurrence_id)["state"], others))
    assert states == ["confirmed"] * 19

    queued = waiting.register(occurrence_id)
    assert (queued["state"], queued["position"]) == ("queued", 1)
    assert next_waiting.register(occurrence_id)["position"] == 2
    assert leaver.withdraw(occurrence_id, held["id"])["state"] == "cancelled"

    promoted = waiting.register(occurrence_id)
    assert (promoted["id"], promoted["state"]) == (queued["id"], "promised")
    assert waiting.confirm(occurrence_id, queued["id"])["state"] == "confirmed"
    assert waiting.confirm(occurrence_id, queued["id"])["state"] == "confirmed"
    moved_up = next_waiting.register(occurrence_id)
    assert (moved_up["state"], moved_up["position"]) == ("queued", 1)
    templates = {message["template"] for message in settled_messages(waiting, 3)}
    assert templates == {"place-queued", "place-promised", "place-confirmed"}
    templates = {message["template"] for message in settled_messages(leaver, 2)}
    assert templates == {"place-confirmed", "registration-cancelled"}
    assert (len(places(waiting)), place_emails(waiting)) == (3, [])
    for other in others:
        eventually(lambda other=other: len(places(other)) == 1)


def test_the_same_person_32_times_at_once_gets_one_seat_and_one_text(stage: Stage) -> None:
    person = member(stage)
    occurrence_id = empty_occurrence(person)
    path = f"/api/groups/occurrences/{occurrence_id}/registrations"
    together = Barrier(AT_ONCE)

    def register(_: int) -> requests.Response:
        together.wait(30)
        return requests.post(
            stage.gateway.url + path, headers={"Authorization": f"Bearer {person.token}"}, timeout=30
        )

    with ThreadPoolExecutor(AT_ONCE) as at_once:
        answers = list(at_once.map(register, range(AT_ONCE)))

    assert Counter(each.status_code for each in answers) == {201: 1, 200: AT_ONCE - 1}
    assert len({each.json()["id"] for each in answers}) == 1
    assert {each.json()["state"] for each in answers} == {"confirmed"}
    assert person.occurrence(occurrence_id)["seats_left"] == 19
    arrivals(person, 1)
    settled_messages(person, 1)
    assert (len(places(person)), place_emails(person)) == (1, [])


def test_whoever_withdraws_is_told_once_and_may_come_back(stage: Stage) -> None:
    person, somebody_else = member(stage), member(stage, with_email=False)
    occurrence_id = empty_occurrence(person)
    first = person.register(occurrence_id, key="first-try")

    with pytest.raises(Refused) as refusal:
        somebody_else.withdraw(occurrence_id, first["id"])
    assert (refusal.value.status, refusal.value.code) == (404, "registration-unknown")
    for _ in range(2):
        assert person.withdraw(occurrence_id, first["id"]) == {"id": first["id"], "state": "cancelled"}
    with pytest.raises(Refused) as refusal:
        person.register(occurrence_id, key="first-try")
    assert refusal.value.code == "registration-cancelled"
    second = person.register(occurrence_id, key="second-try")

    assert second["state"] == "confirmed"
    assert second["id"] != first["id"]
    templates = [message["template"] for message in settled_messages(person, 3)]
    assert sorted(templates) == ["place-confirmed"] * 2 + ["registration-cancelled"]
    assert (len(places(person)), place_emails(person)) == (3, [])


def test_a_provider_that_is_down_delays_messages_and_loses_none(stage: Stage, well_behaved: World) -> None:
    people = [member(stage, language) for language in ("en", "pa", "hi")]
    occurrence_id = empty_occurrence(people[0])
    before = well_behaved.counts()
    well_behaved.behave(sms={"mode": "unavailable"}, smtp={"mode": "busy"})

    for person in people:
        assert person.register(occurrence_id)["state"] == "confirmed"
    for person in people:
        eventually(lambda person=person: [each["state"] for each in person.messages()] == ["created"])
    down = well_behaved.counts()
    assert (down["texts"], down["emails"]) == (before["texts"], before["emails"])
    well_behaved.behave()

    for person in people:
        settled_messages(person, 1)
        assert (len(places(person)), place_emails(person)) == (1, [])


def test_an_answer_lost_on_the_way_leads_to_no_second_text(stage: Stage, well_behaved: World) -> None:
    person = member(stage)
    occurrence_id = empty_occurrence(person)
    well_behaved.behave(sms={"drop_answer": True}, smtp={"drop_answer": True})

    person.register(occurrence_id)
    arrivals(person, 1)
    well_behaved.behave()

    settled_messages(person, 1)
    assert (len(places(person)), place_emails(person)) == (1, [])


def test_repeated_and_disordered_receipts_leave_a_text_delivered(stage: Stage, well_behaved: World) -> None:
    person = member(stage)
    occurrence_id = empty_occurrence(person)
    taken = well_behaved.counts()["receipts_taken"]
    well_behaved.behave(sms={"duplicate_receipts": 2, "receipts_out_of_order": True})

    person.register(occurrence_id)

    # Three of each; how many there are of a text depends on the provider that carried it.
    eventually(lambda: well_behaved.counts()["receipts_taken"] >= taken + 3, within=30)
    settled_messages(person, 1)
