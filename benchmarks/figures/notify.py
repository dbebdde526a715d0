"""Events in to provider calls out: consumer and sender, against a bare loop of poll, insert and POST."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import timedelta

from kafka import KafkaProducer

from benchmarks.bare.consumer import TOPIC as BARE_TOPIC
from benchmarks.figures.world import keep_contacts, member_id
from benchmarks.report import Figure, Goal, Round
from benchmarks.stage import Stage, wait_for
from chassis.clock import utc_now
from chassis.events import Record, to_record
from chassis.ids import new_id
from chassis.kafka import Topic, ensure_topics
from chassis.outbox import seal
from groups.domain.events import RegistrationConfirmed
from hamrah.local.processes import SMS_ACCOUNT

EVENTS = 1_000
MEMBERS = 300
OURS = f"/2010-04-01/Accounts/{SMS_ACCOUNT}/Messages.json"
BARE = "/2010-04-01/Accounts/bare/Messages.json"
_DAY_MS = 86_400_000


def measure(stage: Stage, rounds: int) -> list[Figure]:
    """Let notify and the bare loop carry the same events to the same provider in turn."""
    bootstrap = stage.platform.layout.kafka_bootstrap
    keep_contacts(stage, MEMBERS)
    ensure_topics(bootstrap, [Topic(name=BARE_TOPIC, partitions=8, retention_ms=_DAY_MS)])
    url = f"http://127.0.0.1:{stage.provider.port}{BARE}"
    stage.start_child("bare-consumer", [sys.executable, "-m", "benchmarks.bare.consumer", url])
    producer = KafkaProducer(bootstrap_servers=bootstrap, linger_ms=2)
    measured = []
    for number in range(rounds + 1):
        stage.progress(f"notify: round {number} of {rounds}")
        ours = _carry(stage, producer, [_record() for _ in range(EVENTS)], OURS)
        bare = _carry(stage, producer, [_record()._replace(topic=BARE_TOPIC) for _ in range(EVENTS)], BARE)
        measured.append(Round(ours, bare))
    producer.close()
    return [
        Figure(
            name="notify: events to provider calls",
            unit="calls/s",
            goal=Goal("at least", 0.60),
            rounds=measured[1:],
            how=(
                f"{EVENTS:,} confirmed registrations a round, of {MEMBERS} members who have a phone, from "
                "the first send to Kafka until the provider (a process of its own that only answers) has "
                "accepted the last text. Baseline: one loop that polls, inserts a document (majority) and "
                "posts a form to the same provider over a kept connection, one after the other."
            ),
        )
    ]


def _record() -> Record:
    occurrence_id = new_id()
    event = RegistrationConfirmed(
        occurrence_id=occurrence_id,
        registration_id=new_id(),
        member_id=member_id(int(occurrence_id, 16) % MEMBERS),
        starts_at=utc_now() + timedelta(days=7),
        time_zone="Asia/Kolkata",
    )
    return to_record("groups", occurrence_id, seal(event, 1))


def _carry(stage: Stage, producer: KafkaProducer, records: Sequence[Record], path: str) -> float:
    """Give the provider's calls a second."""
    stage.provider.forget(path)
    started = time.monotonic()
    for record in records:
        producer.send(record.topic, key=record.key, value=record.value, headers=record.headers)
    wait_for(lambda: stage.provider.count(path) >= len(records), every=0.05)
    return len(records) / (stage.provider.last(path) - started)
