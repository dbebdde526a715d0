"""Facts through real Kafka: told once, in order, and a bad one stops nobody."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from kafka import KafkaConsumer, KafkaProducer
from kafka.structs import TopicPartition

from chassis.clock import to_rfc3339, utc_now
from chassis.config import PlatformSettings
from chassis.events import to_record
from chassis.ids import new_id
from chassis.kafka import Topic, ensure_topics, producer
from chassis.mongo import connect
from notify.adapters.memory_people import (
    InMemoryContacts,
    InMemoryGlasses,
    InMemoryPersonalData,
    InMemorySealedContacts,
)
from notify.adapters.mongo_answers import MongoAnswers
from notify.domain.contacts import INBOX, Channel
from notify.domain.events.answers import AnswerReceived
from notify.domain.message import Template
from notify.entrypoints.consumer import consume_until, readers
from notify.handlers.table import ROWS
from tests.notify import examples
from tests.notify.unit.test_inbound import SCHEMAS
from tests.support.waiting import eventually

TOPICS = ["alumni.sign-in", "alumni.member", "groups.registration", "notify.answer", "notify.dlq"]

Tell = Callable[..., dict[str, Any]]


@pytest.fixture
def platform(engines, database, tmp_path) -> PlatformSettings:
    """Settings that lead to the real engines."""
    topics = [Topic(name=name, partitions=2, retention_ms=3_600_000) for name in TOPICS]
    ensure_topics(engines.kafka_bootstrap, topics, replication=1)
    return PlatformSettings(
        service="notify",
        environment="development",
        mongodb_uri=engines.mongodb_uri,
        database=database.name,
        kafka_bootstrap=engines.kafka_bootstrap,
        jwks_url="",
        public_url="",
        secrets_dir=tmp_path,
        log_level="INFO",
        metrics_port=None,
    )


@pytest.fixture
def kafka(platform) -> Iterator[KafkaProducer]:
    client = producer(platform)
    yield client
    client.close(timeout=5)


@pytest.fixture
def alumni() -> InMemorySealedContacts:
    """What alumni holds of everybody who was told of."""
    return InMemorySealedContacts()


@pytest.fixture
def _consuming(platform, alumni) -> Iterator[None]:
    stop = threading.Event()
    running = threading.Thread(target=consume_until, args=(platform, alumni, connect(platform), stop))
    running.start()
    yield
    stop.set()
    running.join(20)
    assert not running.is_alive()


@pytest.fixture
def tell(kafka, alumni) -> Tell:
    """Publish a fact as its service does; tell it again by its entry."""

    def publish(kind: str, key: str, data: dict[str, Any], sequence: int = 1, **again: Any) -> dict[str, Any]:
        fact = {"id": new_id(), "type": kind, "time": utc_now(), "seq": sequence, "data": data, **again}
        _hold(alumni, key, data)
        record = to_record("test", key, fact)
        kafka.send(record.topic, key=record.key, value=record.value, headers=record.headers)
        kafka.flush(10)
        return fact

    return publish


def _hold(alumni: InMemorySealedContacts, key: str, data: dict[str, Any]) -> None:
    """Keep in alumni the contacts that a fact speaks of, as it does before it tells the fact."""
    channels = data.get("channels") or ([data["channel"]] if "channel" in data else [])
    if "attempt_id" in data:
        alumni.attempts[key] = examples.SEALED[channels[0]]
    elif channels:
        held = alumni.members.setdefault(key, {})
        held.update({Channel(each): examples.SEALED[each] for each in channels})


def joined(member_id: str, *channels: Channel) -> dict[str, Any]:
    return {
        "member_id": member_id,
        "language": "pa",
        "time_zone": "Asia/Kolkata",
        "channels": list(channels or Channel),
    }


def confirmed(member_id: str) -> dict[str, Any]:
    starts_at = to_rfc3339(examples.STARTS_AT)
    return {
        "occurrence_id": new_id(),
        "registration_id": new_id(),
        "member_id": member_id,
        "starts_at": starts_at,
        "time_zone": "Asia/Kolkata",
    }


def told(database, member_id: str) -> list[tuple[str, str]]:
    found = database["messages"].find({"member_id": member_id})
    return sorted((each["template"], each["channel"]) for each in found)


def parked(database, place: dict[str, Any]) -> int:
    """Count what is parked of this place: the group may read again what an earlier test did not commit."""
    count: int = database["parked"].count_documents({"key": place["occurrence_id"].encode()})
    return count


CONFIRMED = [(Template.PLACE_CONFIRMED, channel) for channel in (INBOX, Channel.SMS)]


@pytest.mark.usefixtures("_consuming")
def test_a_fact_told_three_times_makes_one_text_and_one_entry_of_the_inbox(database, tell):
    place = confirmed(member_id := new_id())
    tell("alumni.member.joined.v2", member_id, joined(member_id))
    fact = tell("groups.registration.confirmed.v1", place["occurrence_id"], place)
    for _ in range(2):
        tell("groups.registration.confirmed.v1", place["occurrence_id"], place, id=fact["id"])
    last = confirmed(member_id)
    tell("groups.registration.cancelled.v1", place["occurrence_id"], last, sequence=2)

    cancelled = [(Template.REGISTRATION_CANCELLED, channel) for channel in (INBOX, Channel.SMS)]
    eventually(lambda: told(database, member_id) == sorted(CONFIRMED + cancelled), within=30)


@pytest.mark.usefixtures("_consuming")
def test_a_place_that_is_heard_of_before_its_member_is_told_once_the_member_is_known(database, tell):
    place = confirmed(member_id := new_id())
    tell("groups.registration.confirmed.v1", place["occurrence_id"], place)
    eventually(lambda: parked(database, place) == 1, within=30)
    tell("alumni.member.joined.v2", member_id, joined(member_id))

    eventually(lambda: told(database, member_id) == CONFIRMED, within=30)
    eventually(lambda: parked(database, place) == 0)


@pytest.mark.usefixtures("_consuming")
def test_a_code_request_becomes_a_message_that_goes_first(database, tell):
    attempt_id = new_id()
    data = {
        "attempt_id": attempt_id,
        "channel": "sms",
        "sealed_code": examples.seal(examples.CODE),
        "language": "hi",
        "expires_at": to_rfc3339(utc_now() + timedelta(minutes=10)),
    }
    tell("alumni.sign-in.code-requested.v2", attempt_id, data)

    message = eventually(
        lambda: database["messages"].find_one({"template": Template.SIGN_IN_CODE}), within=30
    )
    assert (message["channel"], message["language"], message["urgency"]) == ("sms", "hi", 0)


@pytest.mark.usefixtures("_consuming")
def test_a_fact_of_another_shape_is_buried_with_its_cause_and_the_next_is_told(database, tell, platform):
    place = confirmed(member_id := new_id())
    tell("alumni.member.joined.v2", member_id, joined(member_id))
    bad = tell("groups.registration.confirmed.v1", place["occurrence_id"], {**place, "starts_at": "soon"})
    tell("groups.registration.confirmed.v1", place["occurrence_id"], place, sequence=2)

    eventually(lambda: told(database, member_id) == CONFIRMED, within=30)
    assert "starts_at" in cause_of(bad["id"], platform.kafka_bootstrap)


def cause_of(event_id: str, bootstrap: str) -> str:
    """Find why an event was buried."""
    letters = KafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    try:
        letters.assign([TopicPartition("notify.dlq", number) for number in range(2)])

        def found() -> str | None:
            for records in letters.poll(timeout_ms=200).values():
                for headers in (dict(record.headers) for record in records):
                    # Letters of other tests lie here too, and some of them had no id.
                    if headers.get("ce_id", b"").decode(errors="replace") == event_id:
                        return headers["dead-letter-cause"].decode()
            return None

        return eventually(found, within=20) or ""
    finally:
        letters.close()


def test_every_fact_of_the_contracts_is_read(mongo_stores):
    read = readers(
        mongo_stores.contacts,
        mongo_stores.messages,
        InMemorySealedContacts(),
        InMemoryPersonalData(InMemoryContacts()),
        InMemoryGlasses(),
    )

    told = {kind: row.schema for kind, row in ROWS.items()}
    assert {kind: schema for kind, (schema, _) in read.items()} == told | SCHEMAS


@pytest.mark.usefixtures("_consuming")
def test_what_a_member_answered_is_told_to_the_other_services(database):
    answers, at, answer_id = MongoAnswers(database), utc_now(), new_id()
    said = AnswerReceived(
        answer_id=answer_id, member_id=examples.MEMBER, sober=True, craving=3, received_at=at
    )

    for _ in range(2):
        answers.keep(answer_id, examples.MEMBER, [said], at)

    assert answers.knows(answer_id)
    eventually(lambda: database["answers"].find_one({"_id": answer_id, "outbox": []}), within=30)
