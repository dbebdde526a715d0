import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from kafka import KafkaConsumer, KafkaProducer
from kafka.structs import TopicPartition
from marshmallow import Schema, fields
from pymongo.database import Database

from chassis import kafka
from chassis.config import PlatformSettings
from chassis.consumer import CircuitOpen, Consumer, Dispatcher
from chassis.deadletters import CAUSE, KafkaDeadLetters
from chassis.events import Event, NotYet, to_record
from chassis.ids import new_id
from chassis.parking import MongoParkedRecords
from chassis.retries import RetryPolicy
from tests.chassis.fakes import entry
from tests.support.waiting import eventually

ReadTopic = Callable[[str, int], list[Any]]
Send = Callable[..., Any]

QUICK = RetryPolicy(first=0.05, longest=0.2, attempts=4, engine_longest=0.2, bugs_in_a_row=3)


class ThingSchema(Schema):
    n = fields.Integer(required=True)


class Group:
    """A consumer group on the real engines, whose handler the test gives."""

    def __init__(
        self, settings: PlatformSettings, database: Any, producer: Any, name: str, topic: str
    ) -> None:
        self.settings, self.name, self.topic = settings, name, topic
        self.parked = MongoParkedRecords(database, name)
        self.dead = KafkaDeadLetters(producer, name)

    def member(self, handler: Callable[[Event], None]) -> Consumer:
        return Consumer(
            group=self.name,
            topics=[self.topic],
            settings=self.settings,
            dispatch=Dispatcher({f"{self.topic}.happened.v1": (ThingSchema, handler)}),
            parked=self.parked,
            dead_letters=self.dead,
            policy=QUICK,
        )

    @contextmanager
    def consuming(self, handler: Callable[[Event], None]) -> Iterator[threading.Event]:
        stop = threading.Event()
        thread = threading.Thread(target=self.member(handler).run, args=(stop,))
        thread.start()
        try:
            yield stop
        finally:
            stop.set()
            thread.join(timeout=20)
            assert not thread.is_alive()

    def lag(self) -> int:
        client = KafkaConsumer(
            bootstrap_servers=self.settings.kafka_bootstrap, group_id=self.name, enable_auto_commit=False
        )
        try:
            places = [TopicPartition(self.topic, number) for number in range(4)]
            ends = client.end_offsets(places)
            return sum(end - (client.committed(place) or 0) for place, end in ends.items())
        finally:
            client.close(autocommit=False)


@pytest.fixture
def consumers(
    settings: PlatformSettings,
    database: Database[dict[str, Any]],
    producer: KafkaProducer,
    group: str,
    things: str,
) -> Group:
    return Group(settings, database, producer, group, things)


@pytest.fixture
def send(producer: KafkaProducer, things: str) -> Send:
    def send(key: str, *numbers: int) -> None:
        for number in numbers:
            sealed = entry(number, n=number) | {"type": f"{things}.happened.v1"}
            record = to_record("/test", key, sealed)
            producer.send(record.topic, key=record.key, value=record.value, headers=record.headers)
        producer.flush()

    return send


class Seen:
    """Remembers what was handled, by key and in order."""

    def __init__(self) -> None:
        self.numbers: dict[str, list[int]] = {}

    def __call__(self, event: Event) -> None:
        self.numbers.setdefault(event.key, []).append(event.data["n"])

    @property
    def count(self) -> int:
        return sum(map(len, self.numbers.values()))


def test_poison_records_reach_the_dead_letters_with_their_cause_and_the_partition_goes_on(
    consumers: Group, send: Send, producer: KafkaProducer, things: str, read_topic: ReadTopic
):
    seen, key = Seen(), "k"
    record = to_record("/test", key, entry(1, n="not a number") | {"type": f"{things}.happened.v1"})
    producer.send(things, key=record.key, value=b"not json", headers=record.headers)
    producer.send(things, key=record.key, value=b"no headers")
    producer.send(things, key=record.key, value=record.value, headers=record.headers)
    producer.send(things, key=record.key, value=b'"' + b"x" * 300_000 + b'"', headers=record.headers)
    send(key, 1)

    with consumers.consuming(seen):
        eventually(lambda: seen.count == 1, within=30)
        eventually(lambda: consumers.lag() == 0, within=30)

    causes = [dict(letter.headers)[CAUSE].decode() for letter in read_topic(f"{consumers.name}.dlq", 1)]
    assert "not JSON" in causes[0]
    assert "ce_specversion" in causes[1]
    assert "Not a valid integer" in causes[2]
    assert "bytes, more than" in causes[3]
    assert len(causes) == 4


def test_order_per_key_holds_through_parking_and_a_restart(consumers: Group, send: Send):
    known = threading.Event()
    seen = Seen()

    def handle(event: Event) -> None:
        if event.key == "late" and not known.is_set():
            raise NotYet("no contact")
        seen(event)

    send("late", 1, 2)
    send("other", 1)
    with consumers.consuming(handle):
        eventually(lambda: consumers.lag() == 0, within=30)
        eventually(lambda: seen.numbers == {"other": [1]}, within=30)

    known.set()
    send("late", 3)
    with consumers.consuming(handle):
        eventually(lambda: seen.numbers == {"other": [1], "late": [1, 2, 3]}, within=30)
        eventually(lambda: consumers.lag() == 0, within=30)


def test_members_share_the_partitions_and_nothing_is_lost_when_one_leaves(consumers: Group, send: Send):
    first, second, keys = Seen(), Seen(), [new_id() for _ in range(40)]

    with consumers.consuming(second):
        with consumers.consuming(first):

            def both_take_part() -> bool:
                for key in keys:
                    send(key, 1)
                return first.count > 0 and second.count > 0

            eventually(both_take_part, within=30)
        for key in keys:
            send(key, 2)
        eventually(lambda: consumers.lag() == 0, within=30)

    for key in keys:
        assert 2 in first.numbers.get(key, []) + second.numbers.get(key, [])


def test_a_member_that_dies_in_the_middle_of_a_batch_gets_it_delivered_again(consumers: Group, send: Send):
    class Died(BaseException):
        pass

    before, after = Seen(), Seen()

    def die(event: Event) -> None:
        before(event)
        if before.count == 5:
            raise Died

    send("k", *range(1, 11))
    dying = consumers.member(die)
    dying._commit = lambda source: None  # type: ignore[method-assign]  # What is killed commits nothing.
    with pytest.raises(Died):
        dying.run(threading.Event())

    with consumers.consuming(after):
        eventually(lambda: after.numbers == {"k": list(range(1, 11))}, within=30)


def test_a_bug_in_every_event_opens_the_circuit_and_loses_none(consumers: Group, send: Send):
    def fail(event: Event) -> None:
        raise RuntimeError("a bug")

    keys = [str(number) for number in range(6)]
    for key in keys:
        send(key, 1)
    with pytest.raises(CircuitOpen):
        consumers.member(fail).run(threading.Event())

    mended = Seen()
    with consumers.consuming(mended):
        eventually(lambda: mended.numbers == {key: [1] for key in keys}, within=30)


def test_a_database_that_is_away_for_a_while_delays_and_loses_nothing(consumers: Group, send: Send):
    from pymongo.errors import AutoReconnect

    seen, failures = Seen(), iter([AutoReconnect("away")] * 5)

    def handle(event: Event) -> None:
        for failure in failures:
            raise failure
        seen(event)

    send("k", 1, 2, 3)
    with consumers.consuming(handle):
        eventually(lambda: seen.numbers == {"k": [1, 2, 3]}, within=30)
        eventually(lambda: consumers.lag() == 0, within=30)


def test_topics_are_declared_once_however_often(settings: PlatformSettings):
    topic = kafka.Topic(name=f"test-{uuid.uuid4().hex}", partitions=2, retention_ms=1000)

    assert kafka.ensure_topics(settings.kafka_bootstrap, [topic]) == [topic.name]
    assert kafka.ensure_topics(settings.kafka_bootstrap, [topic]) == []
