import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from kafka import KafkaProducer
from pymongo.collection import Collection
from pymongo.database import Database

from chassis.clock import utc_now
from chassis.config import PlatformSettings
from chassis.events import from_record
from chassis.ids import new_id
from chassis.leases import Leases
from chassis.outbox import ensure_outbox_index, shard_of
from chassis.relay import Relay
from tests.support.waiting import eventually

ReadTopic = Callable[[str, int], list[Any]]

# A relay in a process of its own, to be stopped hard: it holds every lease and publishes until it is killed.
RELAY = """
import sys, threading
from pathlib import Path
from chassis import kafka
from chassis.config import PlatformSettings
from chassis.leases import Leases
from chassis.mongo import connect
from chassis.relay import Relay
uri, database, bootstrap = sys.argv[1:]
settings = PlatformSettings(service="test", environment="development", mongodb_uri=uri, database=database,
    kafka_bootstrap=bootstrap, jwks_url="", public_url="", secrets_dir=Path(), log_level="INFO",
    metrics_port=None)
db = connect(settings)
Relay(source="/killed", collections=[db["things"]], producer=kafka.producer(settings), leases=Leases(db),
    lease_seconds=2.0).run(threading.Event())
"""


@pytest.fixture
def collection(database: Database[dict[str, Any]]) -> Collection[dict[str, Any]]:
    ensure_outbox_index(database["things"])
    return database["things"]


def happen(collection: Collection[dict[str, Any]], topic: str, key: str, *numbers: int) -> None:
    """Append events to an aggregate, as a command does: state and events in one write."""
    entries = [
        {
            "id": new_id(),
            "type": f"{topic}.happened.v1",
            "time": utc_now(),
            "seq": number,
            "data": {"n": number},
            "traceparent": None,
        }
        for number in numbers
    ]
    collection.update_one(
        {"_id": key},
        {"$push": {"outbox": {"$each": entries}}, "$inc": {"version": 1}, "$set": {"shard": shard_of(key)}},
        upsert=True,
    )


def published(records: list[Any]) -> dict[str, list[int]]:
    """The numbers of the events by aggregate, in the order of the topic, each event once."""
    seen, numbers = set(), defaultdict(list)
    for record in records:
        event = from_record(record.topic, record.key, record.value, record.headers)
        if event.id not in seen:
            seen.add(event.id)
            numbers[event.key].append(event.data["n"])
    return dict(numbers)


def nothing_waits(collection: Collection[dict[str, Any]]) -> bool:
    return collection.count_documents({"outbox.0": {"$exists": True}}) == 0


@contextmanager
def running(relay: Relay) -> Iterator[threading.Thread]:
    stop = threading.Event()
    thread = threading.Thread(target=relay.run, args=(stop,))
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(timeout=20)
        assert not thread.is_alive()


def relay_of(collection: Collection[dict[str, Any]], producer: KafkaProducer) -> Relay:
    return Relay(
        source="/test",
        collections=[collection],
        producer=producer,
        leases=Leases(collection.database),
        lease_seconds=2.0,
    )


def test_what_waits_and_what_comes_is_published_in_order_and_marked(
    collection: Collection[dict[str, Any]], producer: KafkaProducer, things: str, read_topic: ReadTopic
):
    keys = [new_id() for _ in range(50)]
    for key in keys:
        happen(collection, things, key, 1, 2)

    with running(relay_of(collection, producer)):
        for key in keys:
            happen(collection, things, key, 3)
        eventually(lambda: nothing_waits(collection), within=30)

    assert published(read_topic(things, 4)) == {key: [1, 2, 3] for key in keys}


def test_an_idle_relay_is_woken_by_a_write(
    collection: Collection[dict[str, Any]], producer: KafkaProducer, things: str
):
    relay = relay_of(collection, producer)
    with running(relay):
        happen(collection, things, new_id(), 1)
        eventually(lambda: nothing_waits(collection), within=30)
        eventually(relay._quiet)
        happen(collection, things, new_id(), 1)
        eventually(lambda: nothing_waits(collection), within=30)

    assert nothing_waits(collection)


def test_a_stopped_relay_leaves_its_shards_to_others(
    collection: Collection[dict[str, Any]], producer: KafkaProducer
):
    with running(relay_of(collection, producer)):
        leases = Leases(collection.database)
        eventually(lambda: leases.acquire("other", 64, 5) == frozenset() and leases.announce("other", 5) == 2)

    assert eventually(lambda: len(leases.renew("other", 5) | leases.acquire("other", 64, 5)) == 64)


def test_two_relays_share_the_shards_and_publish_everything_in_order(
    collection: Collection[dict[str, Any]], producer: KafkaProducer, things: str, read_topic: ReadTopic
):
    keys = [new_id() for _ in range(200)]
    first, second = relay_of(collection, producer), relay_of(collection, producer)

    with running(first), running(second):
        for number in (1, 2, 3):
            for key in keys:
                happen(collection, things, key, number)
        eventually(lambda: len(first._share.held()) == len(second._share.held()) == 32, within=30)
        for key in keys:
            happen(collection, things, key, 4)
        eventually(lambda: nothing_waits(collection), within=30)

    assert published(read_topic(things, 4)) == {key: [1, 2, 3, 4] for key in keys}


def test_when_a_relay_is_killed_the_other_takes_over_and_nothing_is_lost(
    collection: Collection[dict[str, Any]],
    producer: KafkaProducer,
    settings: PlatformSettings,
    things: str,
    read_topic: ReadTopic,
):
    keys = [new_id() for _ in range(200)]
    for key in keys:
        happen(collection, things, key, 1)
    command = [sys.executable, "-c", RELAY, settings.mongodb_uri, settings.database, settings.kafka_bootstrap]
    with subprocess.Popen(command) as killed:
        eventually(lambda: collection.count_documents({"outbox.0": {"$exists": True}}) < len(keys), within=30)
        for key in keys:
            happen(collection, things, key, 2)
        killed.kill()
    for key in keys:
        happen(collection, things, key, 3)

    with running(relay_of(collection, producer)):
        eventually(lambda: nothing_waits(collection), within=30)

    assert published(read_topic(things, 4)) == {key: [1, 2, 3] for key in keys}


def test_a_lost_mark_repeats_events_and_loses_none(
    collection: Collection[dict[str, Any]], producer: KafkaProducer, things: str, read_topic: ReadTopic
):
    key = new_id()
    happen(collection, things, key, 1, 2)
    unmarked = collection.find_one({"_id": key})
    assert unmarked is not None
    with running(relay_of(collection, producer)):
        eventually(lambda: nothing_waits(collection), within=30)
        collection.update_one({"_id": key}, {"$set": {"outbox": unmarked["outbox"]}})
        eventually(lambda: nothing_waits(collection), within=30)

    records = read_topic(things, 4)
    assert len(records) == 4
    assert published(records) == {key: [1, 2]}


def test_an_event_too_large_stops_its_aggregate_only(
    collection: Collection[dict[str, Any]], producer: KafkaProducer, things: str, read_topic: ReadTopic
):
    stuck, free = new_id(), new_id()
    happen(collection, things, stuck, 1, 2, 3)
    collection.update_one({"_id": stuck}, {"$set": {"outbox.1.data.text": "x" * 2_000_000}})
    happen(collection, things, free, 1)

    with running(relay_of(collection, producer)):
        eventually(lambda: collection.count_documents({"outbox.0": {"$exists": True}}) == 1)

    assert published(read_topic(things, 4)) == {stuck: [1], free: [1]}
    left = collection.find_one({"_id": stuck})
    assert left is not None
    assert [entry["seq"] for entry in left["outbox"]] == [2, 3]
