"""Events a second from outboxes to Kafka, against kafka-python's pipelined producer alone."""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from datetime import timedelta
from typing import Any

from benchmarks.figures.world import lay_out, member_id, occurrence
from benchmarks.report import Figure, Goal, Round
from benchmarks.stage import Stage, frozen, wait_for
from chassis.clock import utc_now
from chassis.events import to_record
from chassis.ids import new_id
from chassis.outbox import seal_all
from groups.adapters.documents import Document
from groups.domain.events import RegistrationConfirmed

DOCUMENTS = 4_000
EVENTS_EACH = 10
EVENTS = DOCUMENTS * EVENTS_EACH
WAITING = {"shard": {"$gte": 0}, "outbox.0": {"$exists": True}}


def measure(stage: Stage, rounds: int) -> list[Figure]:
    """Let the relay and the bare producer publish the same events in turn."""
    measured = []
    for number in range(rounds + 1):
        stage.progress(f"relay: round {number} of {rounds}")
        documents = [_with_events(occurrence()) for _ in range(DOCUMENTS)]
        measured.append(Round(EVENTS / _relay(stage, documents), EVENTS / _produce(stage, documents)))
    return [
        Figure(
            name="relay",
            unit="events/s",
            goal=Goal("at least", 0.80),
            rounds=measured[1:],
            how=(
                f"{EVENTS:,} events in the outboxes of {DOCUMENTS:,} documents, laid out while the relay's "
                "process stands still (SIGSTOP); from its going on until every outbox is empty, so reading "
                "and marking count. Baseline: a process that sends the same records, made before, through a "
                "producer of the same settings, and flushes. Sending takes about 40 µs of one interpreter "
                "for either; beyond it the relay decodes and writes each event (10 µs), awaits and marks it, "
                "and shares two cores with mongod. Further relays share the work by lease."
            ),
        )
    ]


def _with_events(document: Document) -> Document:
    events = [
        RegistrationConfirmed(
            occurrence_id=document["_id"],
            registration_id=new_id(),
            member_id=member_id(number),
            starts_at=utc_now() + timedelta(days=7),
            time_zone=document["time_zone"],
        )
        for number in range(EVENTS_EACH)
    ]
    return {**document, "outbox": seal_all(events, after=0), "sequence": EVENTS_EACH, "version": 1}


def _relay(stage: Stage, documents: list[Document]) -> float:
    """Give the seconds until all is published and marked."""
    occurrences = stage.database("groups")["occurrences"]
    with frozen(stage.platform.processes["groups.relay"]):
        lay_out(stage, documents)
        started = time.perf_counter()
    # One document is enough to know, and counting them all would weigh on what is measured.
    wait_for(lambda: occurrences.find_one(WAITING, {"_id": True}) is None, every=0.02)
    return time.perf_counter() - started


def _produce(stage: Stage, documents: list[Document]) -> float:
    """Give the seconds that the bare producer takes."""
    records = [
        tuple(to_record("groups", each["_id"], entry)) for each in documents for entry in each["outbox"]
    ]
    answer = baseline(stage, "producer", pickle.dumps(records))
    return float(answer)


def baseline(stage: Stage, name: str, given: bytes) -> Any:
    """Run a baseline in a process of its own and give what it wrote."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.bare.{name}"],
        input=given,
        stdout=subprocess.PIPE,
        env=stage.environment(),
        check=True,
        timeout=120,
    )
    return done.stdout
