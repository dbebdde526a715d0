"""One suite for what is kept: on memory and on the real engines."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

import pytest

from chassis.clock import utc_now
from chassis.deadletters import CAUSE, OFFSET, PARTITION, SIZE, TOPIC, InMemoryDeadLetters, KafkaDeadLetters
from chassis.events import MAX_RECORD_BYTES
from chassis.leases import InMemoryLeases, Leases, LeaseStore
from chassis.outbox import SHARDS, ensure_outbox_index
from chassis.outboxes import InMemoryOutboxes, MongoOutboxes, Outboxes
from chassis.parking import InMemoryParkedRecords, MongoParkedRecords, ParkedRecords, Place, parked
from tests.chassis.fakes import Received, entry, received
from tests.support.waiting import eventually

EVERY_SHARD = frozenset(range(SHARDS))
ENGINES = ["memory", "real"]


class FillOutboxes(Protocol):
    def __call__(self, *documents: dict[str, Any]) -> Outboxes: ...


@pytest.fixture(params=ENGINES)
def fill(request: pytest.FixtureRequest) -> FillOutboxes:
    def fill_real(*documents: dict[str, Any]) -> Outboxes:
        collection = request.getfixturevalue("database")["things"]
        ensure_outbox_index(collection)
        collection.insert_many(documents)
        return MongoOutboxes(collection)

    return fill_real if request.param == "real" else lambda *documents: InMemoryOutboxes(documents)


def document(key: str, shard: int, *names: str, minutes_ago: int = 0) -> dict[str, Any]:
    entries = [entry(number, n=name) for number, name in enumerate(names, start=1)]
    for each in entries:
        each["time"] -= timedelta(minutes=minutes_ago)
    return {"_id": key, "shard": shard, "version": 1, "sequence": len(names), "outbox": entries}


def test_the_longest_waiting_aggregates_of_the_asked_shards_come_first(fill: FillOutboxes):
    outboxes = fill(
        document("new", 1, "a"),
        document("old", 2, "b", "c", minutes_ago=5),
        document("done", 1),
        document("elsewhere", 3, "d"),
    )

    found = outboxes.pending(frozenset({1, 2}), 10)

    assert [aggregate.key for aggregate in found] == ["old", "new"]
    assert [each["data"]["n"] for each in found[0].entries] == ["b", "c"]


def test_a_batch_is_bounded_and_leaves_out_what_it_is_told(fill: FillOutboxes):
    outboxes = fill(*(document(str(number), number, "a") for number in range(6)))

    assert len(outboxes.pending(EVERY_SHARD, 4)) == 4
    assert {each.key for each in outboxes.pending(EVERY_SHARD, 10, ["0", "1"])} == {"2", "3", "4", "5"}


def test_marking_pulls_what_was_published_and_nothing_else(fill: FillOutboxes):
    first, second = document("k", 1, "a", "b"), document("j", 1, "c")
    published = [first["outbox"][0]["id"], second["outbox"][0]["id"]]
    outboxes = fill(first, second)

    outboxes.mark(["k", "j"], published)
    outboxes.mark(["k", "j"], published)

    (left,) = outboxes.pending(EVERY_SHARD, 10)
    assert [each["data"]["n"] for each in left.entries] == ["b"]
    assert outboxes.count() == 1


@pytest.fixture(params=ENGINES)
def leases(request: pytest.FixtureRequest) -> LeaseStore:
    return Leases(request.getfixturevalue("database")) if request.param == "real" else InMemoryLeases()


def test_a_shard_has_one_holder(leases: LeaseStore):
    first = leases.acquire("a", 40, 10)
    second = leases.acquire("b", 40, 10)

    assert len(first) == 40
    assert second == EVERY_SHARD - first
    assert leases.renew("a", 10) == first


def test_a_lease_that_ran_out_is_free_and_cannot_be_renewed(leases: LeaseStore):
    leases.acquire("a", SHARDS, 0.05)

    taken = eventually(lambda: leases.acquire("b", SHARDS, 10))

    assert taken == EVERY_SHARD
    assert leases.renew("a", 10) == frozenset()


def test_only_the_holder_releases(leases: LeaseStore):
    held = leases.acquire("a", SHARDS, 10)

    leases.release("b", held)
    assert leases.acquire("b", SHARDS, 10) == frozenset()
    leases.release("a", [1, 2])
    assert leases.acquire("b", SHARDS, 10) == {1, 2}


def test_owners_are_counted_until_they_leave_or_fall_silent(leases: LeaseStore):
    assert leases.announce("a", 10) == 1
    assert leases.announce("b", 10) == 2
    leases.withdraw("b")
    assert leases.announce("a", 0.05) == 1
    assert eventually(lambda: leases.announce("c", 10) == 1)


@pytest.fixture(params=ENGINES)
def parking(request: pytest.FixtureRequest) -> ParkedRecords:
    if request.param == "memory":
        return InMemoryParkedRecords()
    store = MongoParkedRecords(request.getfixturevalue("database"), "test")
    store.ensure_index()
    return store


def park(parking: ParkedRecords, record: Received, attempts: int = 1, seconds: float = 60) -> Any:
    waiting = parked(
        record, attempts=attempts, due_at=utc_now() + timedelta(seconds=seconds), cause="no contact"
    )
    parking.park(waiting)
    return waiting


def test_a_parked_record_comes_back_whole(parking: ParkedRecords):
    record = park(parking, received("k", 3, partition=2, n="ਸਤਿ"))

    assert parking.first(Place("test.thing", 2, b"k")) == record


def test_the_first_of_a_key_is_the_one_that_came_first(parking: ParkedRecords):
    later = park(parking, received("k", 10), attempts=0, seconds=0)
    first = park(parking, received("k", 9))

    assert parking.first(first.place) == first
    parking.remove(first)
    assert parking.first(first.place) == later
    parking.remove(later)
    assert parking.first(first.place) is None


def test_what_waits_is_listed_by_partition_with_the_time_its_first_is_due(parking: ParkedRecords):
    first = park(parking, received("k", 1, partition=1))
    park(parking, received("k", 20, partition=1), attempts=0, seconds=0)
    park(parking, received("j", 2, partition=2))

    assert parking.waiting("test.thing", 1) == {first.place: first.due_at}
    assert parking.waiting("test.thing", 3) == {}


def test_parking_twice_keeps_the_attempts(parking: ParkedRecords):
    record = park(parking, received("k", 1))
    due_at = utc_now() + timedelta(seconds=5)
    parking.postpone(record, due_at, "still no contact of +919876543210")

    parking.park(record)

    kept = parking.first(record.place)
    assert kept is not None
    assert (kept.attempts, kept.due_at) == (2, due_at)
    assert kept.cause == "still no contact of [redacted]"


ReadLetters = Callable[[], list[tuple[bytes | None, dict[str, bytes]]]]


@pytest.fixture(params=ENGINES)
def dead_letters(request: pytest.FixtureRequest) -> tuple[Any, ReadLetters]:
    if request.param == "memory":
        letters = InMemoryDeadLetters()
        return letters, lambda: [(record.value, headers) for record, headers in letters.letters]
    group = request.getfixturevalue("group")
    read = request.getfixturevalue("read_topic")
    return (
        KafkaDeadLetters(request.getfixturevalue("producer"), group),
        lambda: [(record.value, dict(record.headers)) for record in read(f"{group}.dlq", 1)],
    )


def test_a_dead_letter_keeps_the_record_its_origin_and_the_cause(dead_letters: tuple[Any, ReadLetters]):
    letters, read = dead_letters
    record = received("k", 7, partition=3, n="a")

    letters.bury(record, "no contact of a@example.org")

    ((value, headers),) = read()
    assert value == record.value
    assert headers[CAUSE] == b"no contact of [redacted]"
    assert (headers[TOPIC], headers[PARTITION], headers[OFFSET]) == (b"test.thing", b"3", b"7")
    assert headers["ce_type"] == b"test.thing.happened.v1"


def test_an_oversized_record_is_buried_with_its_size(dead_letters: tuple[Any, ReadLetters]):
    letters, read = dead_letters
    huge = Received("test.thing", 0, 0, b"k" * 5000, b"x" * 900_000, [("big", b"y" * 100_000)])

    letters.bury(huge, "too large")

    ((value, headers),) = read()
    assert value is not None
    assert headers[SIZE] == b"900000"
    assert "big" not in headers
    assert len(value) in (MAX_RECORD_BYTES, 900_000)


def test_a_record_without_key_and_value_can_be_buried(dead_letters: tuple[Any, ReadLetters]):
    letters, read = dead_letters

    letters.bury(Received("test.thing", 0, 0, None, None, []), "the record has no value")

    assert read()[0][1][CAUSE] == b"the record has no value"
