"""Poison in the real topics of a running platform: buried with its cause, and what is behind it goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from kafka import KafkaConsumer, KafkaProducer
from kafka.structs import TopicPartition

from chassis.clock import to_rfc3339, utc_now
from chassis.events import MAX_RECORD_BYTES
from chassis.ids import new_id
from hamrah.demo.client import Gateway, World
from hamrah.local.platform import Platform
from tests.chaos.meetings import import_meetings
from tests.chaos.people import Alumni
from tests.support.waiting import eventually

TOPIC = "groups.registration"
WITHIN = 120.0


def fact(**changes: object) -> bytes:
    """A place confirmed, with fields changed."""
    data = {"member_id": new_id(), "starts_at": to_rfc3339(utc_now()), **changes}
    return json.dumps(data).encode()


@dataclass(frozen=True)
class Poison:
    """What nobody can read, and what its dead letter must say about it."""

    value: bytes | None
    cause: str
    without: str | None = None  # a header of the envelope

    def headers(self) -> list[tuple[str, bytes]]:
        """An envelope as the relay writes it."""
        envelope = {
            "ce_specversion": "1.0",
            "ce_id": new_id(),
            "ce_type": "groups.registration.confirmed.v1",
            "ce_source": "groups",
            "ce_time": to_rfc3339(utc_now()),
            "ce_aggregateseq": "1",
            "content-type": "application/json",
        }
        return [(name, text.encode()) for name, text in envelope.items() if name != self.without]


POISONS = {
    "not-json": Poison(b"\x00\xff this is not JSON", "not JSON"),
    "no-object": Poison(b'["confirmed"]', "not a JSON object"),
    "no-value": Poison(None, "no value"),
    "wrong-schema": Poison(fact(member_id="somebody", starts_at="soon"), "starts_at"),
    "oversized": Poison(fact(padding="x" * MAX_RECORD_BYTES), f"more than {MAX_RECORD_BYTES}"),
    "no-envelope": Poison(fact(), "ce_id is missing", without="ce_id"),
}


@pytest.fixture
def kafka(platform: Platform) -> Iterator[KafkaProducer]:
    """A producer that sends whatever the broker takes."""
    client = KafkaProducer(
        bootstrap_servers=platform.layout.kafka_bootstrap, max_request_size=4 * MAX_RECORD_BYTES
    )
    yield client
    client.close(timeout=5)


@pytest.fixture
def dead_letters(platform: Platform) -> Iterator[KafkaConsumer]:
    """The platform's dead letters, from the first."""
    letters = KafkaConsumer(
        bootstrap_servers=platform.layout.kafka_bootstrap, auto_offset_reset="earliest", group_id=None
    )
    letters.assign([TopicPartition("notify.dlq", 0)])
    yield letters
    letters.close()


def cause_of(letters: KafkaConsumer, partition: int, offset: int) -> str | None:
    """Find in the next letters why the record at a place was buried."""
    origin = {"dead-letter-topic": TOPIC, "dead-letter-partition": partition, "dead-letter-offset": offset}
    wanted = {(name, str(value).encode()) for name, value in origin.items()}
    for records in letters.poll(timeout_ms=500).values():
        for record in records:
            if wanted <= set(record.headers):
                return str(dict(record.headers)["dead-letter-cause"].decode())
    return None


@pytest.mark.parametrize("kind", POISONS)
def test_poison_is_buried_with_its_cause_and_the_record_behind_it_becomes_a_text(
    kind: str,
    platform: Platform,
    alumni: Alumni,
    world: World,
    kafka: KafkaProducer,
    dead_letters: KafkaConsumer,
) -> None:
    poison, gateway = POISONS[kind], Gateway(platform.url)
    (walker,), (occurrence, *_) = alumni.join(1), import_meetings(gateway, alumni, series=1)
    # The same key goes to the same partition, and waits behind whatever is parked of it.
    key = occurrence.id.encode()
    sent = kafka.send(TOPIC, key=key, value=poison.value, headers=poison.headers()).get(timeout=30)

    path = f"/api/groups/occurrences/{occurrence.id}/registrations"
    gateway.call("POST", path, token=alumni.token(walker), key=new_id())

    assert eventually(lambda: world.texts(walker.phone), within=WITHIN)
    cause = eventually(lambda: cause_of(dead_letters, sent.partition, sent.offset), within=WITHIN)
    assert poison.cause in (cause or "")
