"""How soon an urgent message is with the provider while 50,000 others wait before it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from kafka import KafkaProducer

from benchmarks.figures.notify import OURS
from benchmarks.figures.world import CENTRE, keep_contacts, member_id
from benchmarks.report import Figure, Goal, Round
from benchmarks.stage import Stage, wait_for
from chassis.clock import to_rfc3339, utc_now
from chassis.events import to_record
from chassis.ids import derived_id, new_id
from notify.adapters.mongo_messages import MongoMessages
from notify.domain.contacts import Channel, Language
from notify.domain.message import Message, State, Template, Urgency

QUEUED = 50_000
PORTION = 5_000
MEMBERS = 300
LIMIT = 2.0  # seconds
ALERTED = "groups.board.alerted.v1"


def measure(stage: Stage, rounds: int) -> list[Figure]:
    """Let the real sender work off a long queue, and ask for help in the middle of it."""
    keep_contacts(stage, MEMBERS)
    producer = KafkaProducer(bootstrap_servers=stage.platform.layout.kafka_bootstrap, linger_ms=0)
    measured = []
    with _nothing_left(stage):
        for number in range(rounds + 1):
            stage.progress(f"overtaking: round {number} of {rounds}")
            measured.append(Round(_seconds(stage, producer)))
    producer.close()
    return [
        Figure(
            name=f"an urgent message before {QUEUED:,} queued ones",
            unit="s",
            goal=Goal("at most", LIMIT),
            rounds=measured[1:],
            how=(
                f"From the send of a call for help ({ALERTED}) to Kafka until the provider (a process of its "
                f"own that only answers) has its text, while the sender works off {QUEUED:,} texts that are "
                "due, of the ordinary class and of broadcasts half and half, and were so before it."
            ),
        )
    ]


@contextmanager
def _nothing_left(stage: Stage) -> Iterator[None]:
    """Take away what is still queued at the end, and wait until the sender is at rest."""
    messages = stage.database("notify")["messages"]
    try:
        yield
    finally:
        messages.delete_many({"state": State.CREATED})
        wait_for(lambda: messages.count_documents({"state": State.SENDING}) == 0)
        stage.provider.forget(OURS)


def _seconds(stage: Stage, producer: KafkaProducer) -> float:
    """Fill the queue, see that the sender is at it, and time one call for help."""
    _fill(stage)
    sent = stage.provider.count(OURS)
    wait_for(lambda: stage.provider.count(OURS) > sent + 100)
    member, alert_id = member_id(0), new_id()
    record = to_record("groups", alert_id, _alert(alert_id, member))
    started = time.monotonic()
    producer.send(record.topic, key=record.key, value=record.value, headers=record.headers)
    producer.flush()
    notice_id = derived_id(alert_id, member, Template.NEEDED_NOW)
    text = MongoMessages(stage.database("notify"))
    wait_for(lambda: _is_sent(text, derived_id(notice_id, Channel.SMS)), every=0.05)
    arrived = stage.provider.forget(OURS)
    received = next(
        at[0] for address, at in arrived.items() if address.endswith(derived_id(notice_id, "sms"))
    )
    if MongoMessages(stage.database("notify")).backlog([Channel.SMS], utc_now())[Channel.SMS] < QUEUED // 2:
        raise RuntimeError("the queue was too short by the end")
    return received - started


def _is_sent(messages: MongoMessages, message_id: str) -> bool:
    found = messages.find(message_id)
    return found is not None and found.state is State.SENT


def _fill(stage: Stage) -> None:
    """Add what the queue lacks."""
    messages = MongoMessages(stage.database("notify"))
    missing = QUEUED - messages.backlog([Channel.SMS], utc_now())[Channel.SMS]
    for start in range(0, missing, PORTION):
        messages.add_once(_queued(min(PORTION, missing - start)))


def _queued(count: int) -> Sequence[Message]:
    now = utc_now()
    return [
        Message(
            id=new_id(),
            channel=Channel.SMS,
            template=Template.PLACE_CONFIRMED,
            language=Language.ENGLISH,
            params={"starts_at": now + timedelta(days=7), "time_zone": "Asia/Kolkata"},
            urgency=Urgency.TIMELY if number % 2 else Urgency.BULK,
            created_at=now,
            due_at=now,
            expires_at=now + timedelta(days=1),
            member_id=member_id(number % MEMBERS),
        )
        for number in range(count)
    ]


def _alert(alert_id: str, member: str) -> dict[str, object]:
    data = {"member_ids": [member], "centre_id": CENTRE, "at": to_rfc3339(utc_now())}
    return {"id": alert_id, "type": ALERTED, "time": utc_now(), "seq": 1, "data": data}
