"""The same occurrences on memory and on a real MongoDB, and one way to look at both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from pymongo.database import Database

from chassis.ids import new_id
from groups.adapters.documents import new_occurrence, to_meeting
from groups.adapters.memory import InMemoryOccurrences
from groups.adapters.memory_imports import InMemoryImports
from groups.adapters.memory_series import InMemorySeries
from groups.adapters.memory_standing import InMemoryStandingSeats
from groups.adapters.stores import Stores
from groups.domain.occurrence import Meeting, Occurrence
from groups.ports import AllSeries, AllStandingSeats, Imports, Occurrences
from tests.groups.samples import STARTS_AT

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """An occurrence as it stands, places as (registration, member), events as (type, sequence, data)."""

    status: str
    seats: Pairs
    queue: Pairs
    released: Pairs
    promised: dict[str, datetime]  # until when to answer, by registration
    standing: set[str]  # registrations that come from a standing seat
    events: list[tuple[str, int, dict[str, Any]]]


class World(Protocol):
    """What a test of places works with."""

    @property
    def occurrences(self) -> Occurrences: ...
    @property
    def series(self) -> AllSeries: ...
    @property
    def standing(self) -> AllStandingSeats: ...
    @property
    def imports(self) -> Imports: ...
    def add(self, meeting: Meeting) -> None: ...
    def look(self, occurrence_id: str) -> Snapshot: ...
    def coming(self) -> dict[str, Meeting]: ...
    def leave_unpublished(self, occurrence_id: str, facts: int) -> None:
        """Make the outbox hold so many facts; with 0, everything is published."""


class MemoryWorld:
    """Everything in dictionaries."""

    def __init__(self) -> None:
        self.occurrences = InMemoryOccurrences()
        self.series = InMemorySeries()
        self.standing = InMemoryStandingSeats()
        self.imports = InMemoryImports()

    def add(self, meeting: Meeting) -> None:
        self.occurrences.occurrences[meeting.id] = Occurrence(meeting=meeting)

    def look(self, occurrence_id: str) -> Snapshot:
        found = self.occurrences.occurrences[occurrence_id]
        outbox = self.occurrences.outbox.get(occurrence_id, [])
        places = {
            name: [(place.registration_id, place.member_id) for place in getattr(found, name)]
            for name in ("seats", "queue", "released")
        }
        held = (*found.seats, *found.queue)
        return Snapshot(
            status=found.status,
            **places,
            promised={place.registration_id: place.until for place in held if place.until},
            standing={place.registration_id for place in held if place.standing},
            events=_events(outbox),
        )

    def leave_unpublished(self, occurrence_id: str, facts: int) -> None:
        self.occurrences.outbox[occurrence_id] = some_facts(facts)
        self.occurrences.occurrences[occurrence_id].unpublished = facts

    def coming(self) -> dict[str, Meeting]:
        return {id_: each.meeting for id_, each in self.occurrences.occurrences.items()}


class MongoWorld:
    """Everything in a database of the test's own."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.stores = Stores(database)
        self.stores.ensure_indexes()
        self.occurrences = self.stores.occurrences
        self.series = self.stores.series
        self.standing = self.stores.standing
        self.imports = self.stores.imports

    def add(self, meeting: Meeting) -> None:
        self.stores.rows.insert_one(new_occurrence(meeting))

    def look(self, occurrence_id: str) -> Snapshot:
        found = self.stores.rows.find_one({"_id": occurrence_id})
        assert found is not None
        assert found["sequence"] == len(found["outbox"])
        assert [name for name in found if name.startswith("_")] == ["_id"]
        places = {
            name: [(place["id"], place["member"]) for place in found[name]]
            for name in ("seats", "queue", "released")
        }
        held = (*found["seats"], *found["queue"])
        promised = {place["id"]: place["until"] for place in held if "until" in place}
        assert found.get("answers_by") == min(promised.values(), default=None)
        return Snapshot(
            status=found["status"],
            **places,
            promised=promised,
            standing={place["id"] for place in held if place.get("standing")},
            events=_events(found["outbox"]),
        )

    def leave_unpublished(self, occurrence_id: str, facts: int) -> None:
        change = {"$set": {"outbox": some_facts(facts), "sequence": facts}}
        self.stores.rows.update_one({"_id": occurrence_id}, change)

    def coming(self) -> dict[str, Meeting]:
        return {found["_id"]: to_meeting(found) for found in self.stores.rows.find()}


def some_facts(count: int) -> list[dict[str, Any]]:
    """Entries of an outbox, of whatever content."""
    common = {"type": "groups.registration.confirmed.v1", "time": BEFORE, "data": {}, "traceparent": None}
    return [{"id": new_id(), "seq": number, **common} for number in range(1, count + 1)]


def _events(outbox: Sequence[dict[str, Any]]) -> list[tuple[str, int, dict[str, Any]]]:
    assert len({entry["id"] for entry in outbox}) == len(outbox)
    for entry in outbox:
        assert set(entry) == {"id", "type", "time", "seq", "data", "traceparent"}
    return [(entry["type"], entry["seq"], entry["data"]) for entry in outbox]


BEFORE = STARTS_AT - timedelta(hours=2)
AFTER = STARTS_AT + timedelta(minutes=1)
