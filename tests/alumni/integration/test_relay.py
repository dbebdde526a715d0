"""What alumni has to tell reaches Kafka, as the contracts say, by the process that publishes it."""

import json
from pathlib import Path
from threading import Event, Thread
from typing import Any

import jsonschema
import pytest
from kafka import KafkaConsumer
from pymongo.database import Database

from alumni.config import Settings
from alumni.entrypoints.relay import relay
from chassis.events import Event as Received
from chassis.events import from_record
from chassis.mongo import connect
from hamrah.topics import create_topics
from tests.alumni.client import Person
from tests.alumni.keys import EMAIL
from tests.alumni.settings import environment
from tests.support.engines import Engines
from tests.support.waiting import eventually

CONTRACTS = Path(__file__).parents[3] / "contracts" / "events"
TOPICS = ("alumni.member", "alumni.sign-in")


def test_facts_of_one_member_reach_kafka_in_order_and_by_contract(
    person: Person,
    engines: Engines,
    database: Database[dict[str, Any]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    settings = environment(tmp_path, engines.mongodb_uri, database.name, engines.kafka_bootstrap)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    create_topics(engines.kafka_bootstrap)
    member_id = person.sign_in()["member"]["id"]
    sent = person.post("/me/contacts", {"email": EMAIL}).json["attempt_id"]
    person.post("/me/contacts/verifications", {"attempt_id": sent, "code": person.code_of(sent)})
    person.patch("/me", {"language": "hi"})
    attempts = {document["_id"] for document in database["sign_in_attempts"].find()}

    stop = Event()
    platform = Settings.from_env().platform
    process = Thread(target=relay, args=(platform, connect(platform), stop))
    process.start()
    try:
        eventually(lambda: not database["members"].count_documents({"outbox": {"$ne": []}}), within=30)
        eventually(
            lambda: not database["sign_in_attempts"].count_documents({"outbox": {"$ne": []}}), within=30
        )
    finally:
        stop.set()
        process.join(timeout=30)
    assert not process.is_alive()

    received = [event for event in _everything(engines) if event.key in {member_id, *attempts}]
    assert [(each.type, each.sequence) for each in received if each.key == member_id] == [
        ("alumni.member.joined.v2", 1),
        ("alumni.member.contact-added.v2", 2),
        ("alumni.member.preferences-changed.v1", 3),
    ]
    assert {each.key for each in received} == {member_id, *attempts}
    for event in received:
        jsonschema.validate(event.data, json.loads((CONTRACTS / f"{event.type}.json").read_text()))


def pending(database: Database[dict[str, Any]]) -> int:
    unsent = {"outbox.0": {"$exists": True}}
    return sum(database[name].count_documents(unsent) for name in ("members", "sign_in_attempts"))


def _everything(engines: Engines) -> list[Received]:
    """Read both topics from their beginning to their end."""
    consumer = KafkaConsumer(
        *TOPICS,
        bootstrap_servers=engines.kafka_bootstrap,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        consumer_timeout_ms=3000,
    )
    try:
        return [from_record(each.topic, each.key, each.value, each.headers) for each in consumer]
    finally:
        consumer.close()
