"""What the thread leaves behind in Kafka, and whether it is complete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hamrah.demo.client import Person, wait_for
from hamrah.demo.records import KafkaRecord, Marks, Records
from hamrah.demo.stage import Stage, expect

SEATS = 20
ARRIVAL_SECONDS = 30.0


@dataclass(frozen=True, kw_only=True)
class Played:
    """Who took part and in what."""

    occurrence_id: str
    people: Sequence[Person]
    first: Person  # registers first, in Punjabi
    leaver: Person  # gives the place back, in English
    waiting: Person  # was the 21st, in Hindi


def show_records(stage: Stage, played: Played, records: Records, marks: Marks) -> None:
    """Show the records that the story caused."""
    with stage.tell.step("What went through Kafka"):
        found = wait_for(
            "The story's records in Kafka",
            lambda: _complete(caused_by(played, records.since(marks))),
            ARRIVAL_SECONDS,
        )
        of_meeting = [record for record in found if record.key == played.occurrence_id]
        named = _keys([played.first, played.leaver, played.waiting])
        stage.tell.records([*(record for record in found if record.key in named), *of_meeting])
        counts = Counter(record.type for record in found)
        stage.tell.note(f"These, and those of the {len(played.people) - 3} others:")
        for name, count in sorted(counts.items()):
            stage.tell.note(f"{count:>4} {name}")
        places = {record.partition for record in of_meeting}
        expect(
            len(places) == 1, "The records of one meeting lie in several partitions, so their order is lost"
        )


def caused_by(played: Played, records: Sequence[KafkaRecord]) -> list[KafkaRecord]:
    """Return the records about the story's meeting, people and codes."""
    keys = {played.occurrence_id, *_keys(played.people)}
    return [record for record in records if record.key in keys]


def _keys(people: Sequence[Person]) -> set[str]:
    return {key for person in people for key in (person.member_id, *person.attempt_ids)}


def expected_types() -> Counter[str]:
    """Count the records that the story has to cause, by type; others may come on top."""
    return Counter(
        {
            "alumni.sign-in.code-requested.v2": SEATS + 1 + 3,
            "alumni.member.joined.v2": SEATS + 1,
            "alumni.member.contact-added.v2": 3,
            "groups.registration.confirmed.v1": SEATS + 1,
            "groups.registration.queued.v1": 1,
            "groups.registration.promoted.v1": 1,
            "groups.registration.cancelled.v1": 1,
        }
    )


def _complete(records: list[KafkaRecord]) -> list[KafkaRecord] | None:
    found = Counter(record.type for record in records)
    return records if found >= expected_types() else None
