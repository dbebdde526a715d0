"""The embedded engines keep their data, survive a crash and leave nothing behind."""

import os
import signal
import subprocess
import sys
import textwrap
import uuid
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic
from pymongo import MongoClient
from pymongo.database import Database

from hamrah.local.engine import free_ports
from hamrah.local.kafka import Kafka
from hamrah.local.mongod import Mongod
from tests.support.waiting import eventually


def test_a_database_is_empty_and_takes_documents(database: Database[dict[str, Any]]) -> None:
    assert database.list_collection_names() == []

    database.members.insert_one({"_id": "a"})

    assert database.members.count_documents({}) == 1


def test_a_topic_takes_records(topic: str, engines: Any) -> None:
    producer = KafkaProducer(bootstrap_servers=engines.kafka_bootstrap)

    position = producer.send(topic, key=b"a", value=b"b").get(timeout=10)
    producer.close(timeout=5)

    assert position.topic == topic


def test_mongod_keeps_its_data_over_a_crash_and_a_change_of_port(tmp_path: Path) -> None:
    mongod = Mongod(tmp_path, *free_ports(1))
    mongod.start()
    with MongoClient[dict[str, Any]](mongod.uri, w="majority") as client:
        client.test.members.insert_one({"_id": "a"})

    mongod.kill()
    moved = Mongod(tmp_path, *free_ports(1))
    moved.start()

    with MongoClient[dict[str, Any]](moved.uri) as client:
        found = client.test.members.find_one()
    moved.stop()
    assert found == {"_id": "a"}


def test_kafka_keeps_its_records_over_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # One of 64 ids of a cluster begins with a hyphen, as an option does.
    monkeypatch.setattr("hamrah.local.kafka.uuid.uuid4", lambda: uuid.UUID(bytes=b"\xf8" + bytes(15)))
    kafka = Kafka(tmp_path, *free_ports(2))
    kafka.start()
    admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    admin.create_topics([NewTopic("kept", num_partitions=1, replication_factor=1)])
    admin.close()
    producer = KafkaProducer(bootstrap_servers=kafka.bootstrap)
    producer.send("kept", b"a").get(timeout=10)
    producer.close(timeout=5)

    kafka.restart()

    consumer = KafkaConsumer(bootstrap_servers=kafka.bootstrap, auto_offset_reset="earliest")
    consumer.assign([TopicPartition("kept", 0)])
    records = eventually(lambda: consumer.poll(timeout_ms=500))
    consumer.close()
    kafka.stop()
    assert [record.value for batch in records.values() for record in batch] == [b"a"]


def test_an_engine_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    program = f"""
        import pathlib, sys, threading
        from hamrah.local.mongod import Mongod
        mongod = Mongod(pathlib.Path({str(tmp_path)!r}), {free_ports(1)[0]})
        mongod.start()
        print(mongod.pid, flush=True)
        threading.Event().wait()
    """
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert parent.stdout is not None
    engine = int(parent.stdout.readline())

    parent.send_signal(signal.SIGKILL)
    parent.communicate()

    assert eventually(lambda: not Path(f"/proc/{engine}").exists())
