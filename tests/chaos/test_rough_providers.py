"""5,000 messages through three providers that misbehave, while sender and scheduler are killed 20 times.

None is lost, none reaches a person twice, and every doubt is resolved: at the provider that had the message,
by its receipt, or, where nobody can tell, by the next channel.
"""

from __future__ import annotations

import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from queue import Empty, PriorityQueue
from typing import Any

import pytest
from pymongo.database import Database

from chassis.clock import utc_now
from chassis.ids import derived_id
from hamrah.local.engine import free_ports
from notify.adapters.documents import to_document
from notify.adapters.indexes import ensure_indexes
from notify.adapters.mongo_contacts import MongoContacts
from notify.adapters.mongo_messages import MongoMessages
from notify.domain.contacts import Channel
from notify.domain.delivery import PROVIDER_STATUSES, UNRESOLVED, after_receipt
from notify.domain.message import Message, State
from tests.chaos import rough_providers
from tests.chaos.reckoning import table
from tests.chaos.victims import Victim
from tests.notify import api, examples, mailbox, shapes
from tests.support.waiting import eventually

PEOPLE, EACH = 1000, 5
MESSAGES = PEOPLE * EACH
KILLS = {"notify.entrypoints.sender": 13, "tests.chaos.scheduling": 7}
WITHIN = 600.0  # a slow machine takes its time
DOMAIN = "hamrah.example.org"
SETTLED = {State.DELIVERED, State.FAILED}


def environment(
    directory: Path, mongodb: str, database: str, sms: str, smtp: mailbox.Mailbox
) -> dict[str, str]:
    """Tell the processes where everything is."""
    directory.mkdir()
    secrets = {
        "notify-private.key": examples.PRIVATE_KEY_HEX,
        **dict.fromkeys(("webhook-links.key", "link.key"), b"07" * 32),
        **dict.fromkeys(("sms-auth-token", "msg91-authkey", "exotel-token"), shapes.AUTH_TOKEN.encode()),
    }
    for name, secret in secrets.items():
        (directory / name).write_bytes(secret)
    settings = {
        "ENVIRONMENT": "development",
        "MONGODB_URI": mongodb,
        "DATABASE": database,
        "KAFKA_BOOTSTRAP": "127.0.0.1:9",
        "JWKS_URL": "http://127.0.0.1:9/jwks.json",
        "PUBLIC_URL": api.PUBLIC_URL,
        "SECRETS_DIR": str(directory),
        "LOG_LEVEL": "WARNING",
        "CHANNELS": "sms=twilio,msg91,exotel email=smtp inbox",
        "SMS_BASE_URL": f"{sms}/twilio",
        "SMS_ACCOUNT_SID": shapes.ACCOUNT_SID,
        "SMS_FROM": "HAMRAH",
        "MSG91_BASE_URL": f"{sms}/msg91",
        "EXOTEL_BASE_URL": f"{sms}/exotel",
        "EXOTEL_ACCOUNT_SID": shapes.ACCOUNT_SID,
        "EXOTEL_API_KEY": "a-key",
        "SMTP_HOST": smtp.host,
        "SMTP_PORT": str(smtp.port),
        "MAIL_FROM": f"hello@{DOMAIN}",
        # So that each provider gets its part of the messages, and of the chaos.
        "PROVIDER_RATES": "twilio=70,msg91=70",
        "PROVIDER_THREADS": "twilio=4,msg91=4,exotel=4,smtp=2",
        "UNRESOLVED_AFTER": "25",
    }
    named = {f"HAMRAH_{name}": value for name, value in settings.items()}
    return {**os.environ, **named, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def noon_now() -> str:
    """Name a time zone where it is about noon, so that no quiet hours hold anything."""
    offset = 12 - utc_now().hour
    return f"Etc/GMT{-offset:+d}" if offset else "Etc/GMT"


def add_messages(database: Database[dict[str, Any]]) -> list[Message]:
    """Add people, and messages to them whose words differ."""
    contacts, now, zone = MongoContacts(database), utc_now(), noon_now()
    people = [derived_id("a person", str(number)) for number in range(PEOPLE)]
    for number, person in enumerate(people):
        sealed = {
            Channel.SMS: examples.seal(f"+9198765{number:05d}"),
            Channel.EMAIL: examples.seal(f"person-{number}@{DOMAIN}"),
        }
        contacts.keep(examples.contacts(person, sealed=sealed, time_zone=zone))
    messages = [_message(person, number, now, zone) for number in range(EACH) for person in people]
    database["messages"].insert_many([to_document(each) for each in messages])
    return messages


def _message(person: str, number: int, now: datetime, zone: str) -> Message:
    notice = derived_id("a notice", person, str(number))
    starts_at = examples.STARTS_AT + timedelta(minutes=number)
    return examples.message(
        id=derived_id(notice, "sms"),
        notice_id=notice,
        member_id=person,
        route=("email",),
        params={"starts_at": starts_at, "time_zone": zone},
        created_at=now,
        due_at=now,
    )


@dataclass
class Postman:
    """Brings the receipts of one provider: late, some twice and some in the wrong order, and every one."""

    database: Database[dict[str, Any]]
    dice: random.Random
    sent: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    _queue: PriorityQueue[tuple[float, str, str, str]] = field(default_factory=PriorityQueue)

    def took(self, message_id: str, sid: str) -> None:
        """Owe the receipts of a text."""
        statuses = ["sent", "delivered"] if self.dice.random() < 0.2 else ["delivered"]
        for status in statuses * (2 if self.dice.random() < 0.15 else 1):
            self._queue.put((time.monotonic() + self.dice.uniform(0.05, 1.5), message_id, sid, status))

    def run(self) -> None:
        """Bring what is owed when it is due."""
        client, messages = api.bound(self.database).test_client(), MongoMessages(self.database)
        while not self.over.is_set():
            try:
                at, message_id, sid, status = self._queue.get(timeout=0.2)
            except Empty:
                continue
            self.over.wait(max(at - time.monotonic(), 0))
            if sid.startswith("twilio"):
                form = api.receipt(sid, status)
                assert api.send_receipt(client, message_id, form, shapes.AUTH_TOKEN).status_code == 204
            else:
                message = messages.find(message_id)
                assert message is not None
                state = PROVIDER_STATUSES[status]
                messages.apply([after_receipt(message, state, utc_now(), sid, None)])
            self.sent += 1


@contextmanager
def receipts(database: Database[dict[str, Any]], dice: random.Random) -> Iterator[dict[str, Postman]]:
    """Bring the receipts of each provider in a thread until the end of the block."""
    postmen = {name: Postman(database, random.Random(dice.random())) for name in rough_providers.SHAPES}
    with ThreadPoolExecutor(len(postmen)) as pool:
        working = [pool.submit(each.run) for each in postmen.values()]
        try:
            yield postmen
        finally:
            for each in postmen.values():
                each.over.set()
            for work in working:
                work.result()


def start(directory: Path, told: dict[str, str], running: ExitStack) -> list[Victim]:
    """Start what will be killed."""
    victims = [
        Victim(module, told, directory / f"{module}.log", port)
        for module, port in zip(KILLS, free_ports(len(KILLS)), strict=True)
    ]
    for victim in victims:
        victim.start()
        running.callback(victim.stop)
    return victims


def kill_all(victims: Sequence[Victim], dice: random.Random) -> None:
    """Kill each as often as was said, both at once."""
    over = threading.Event()
    with ThreadPoolExecutor(len(victims)) as pool:
        killing = [
            pool.submit(each.kill_again_and_again, KILLS[each.module], random.Random(dice.random()), over)
            for each in victims
        ]
        for each in killing:
            each.result()


def in_states(database: Database[dict[str, Any]], channel: str) -> Counter[str]:
    found = database["messages"].aggregate(
        [{"$match": {"channel": channel}}, {"$group": {"_id": "$state", "count": {"$sum": 1}}}]
    )
    return Counter({each["_id"]: each["count"] for each in found})


def all_settled(database: Database[dict[str, Any]]) -> bool:
    """Tell whether every text has its end, and every one that nobody could tell of its e-mail."""
    texts, emails = in_states(database, "sms"), in_states(database, "email")
    return set(texts) <= SETTLED and emails == Counter(
        {State.SENT: texts[State.FAILED]} if texts[State.FAILED] else {}
    )


@pytest.mark.timeout(900)
def test_nothing_is_lost_and_nothing_comes_twice_though_every_provider_misbehaves(
    engines: Any, database: Database[dict[str, Any]], tmp_path: Path
) -> None:
    dice, began = random.Random(6), time.monotonic()
    ensure_indexes(database)
    messages = add_messages(database)
    with ExitStack() as running:
        smtp = running.enter_context(mailbox.serve())
        smtp.hangs_up_after_taking = True
        postmen = running.enter_context(receipts(database, random.Random(7)))
        rough = running.enter_context(
            rough_providers.serve(lambda name, *text: postmen[name].took(*text), random.Random(8))
        )
        told = environment(tmp_path / "secrets", engines.mongodb_uri, database.name, rough.url, smtp)
        victims = start(tmp_path, told, running)
        kill_all(victims, dice)
        killed_for = time.monotonic() - began
        eventually(lambda: all_settled(database), WITHIN)
        took = time.monotonic() - began

    times_arrived = arrivals(messages, rough, smtp)
    lost = sum(count == 0 for count in times_arrived)
    twice = sum(count > 1 for count in times_arrived)
    reasons = Counter(each["reason"] for each in database["messages"].find({"state": State.FAILED}))
    doubts = database["messages"].count_documents({"history.state": State.UNKNOWN})
    print(
        "\n"
        + report(
            rough,
            victims,
            doubts,
            reasons,
            sum(each.sent for each in postmen.values()),
            (killed_for, took),
            (lost, twice),
        )
    )
    assert (lost, twice) == (0, 0)
    assert set(reasons) <= {UNRESOLVED}
    assert sum(each.killed for each in victims) == 20
    assert {name for name, _ in rough.texts} == set(rough_providers.SHAPES)


def arrivals(messages: Sequence[Message], rough: rough_providers.Rough, smtp: mailbox.Mailbox) -> list[int]:
    """Count for each message how often it came, as a text or as the e-mail that followed it."""
    texts = Counter(rough_providers.message_of(text) for _, text in rough.texts)
    mails = Counter(
        mail_id.strip("<>").partition("@")[0] for mail_id in {m["Message-ID"] for m in smtp.mails}
    )
    return [texts[each.id] + mails[derived_id(each.notice_id or "", "email")] for each in messages]


def report(
    rough: rough_providers.Rough,
    victims: Sequence[Victim],
    doubts: int,
    reasons: Counter[str],
    receipts_sent: int,
    times: tuple[float, float],
    outcome: tuple[int, int],
) -> str:
    """Write what was done to the platform, and what became of it."""
    return table(
        [
            ("messages", MESSAGES),
            *[(f"killed: {each.module}", each.killed) for each in victims],
            *[(f"calls: {fate}", count) for fate, count in sorted(rough.fates.items())],
            *[(f"texts taken by {name}", len(rough.taken_by(name))) for name in rough_providers.SHAPES],
            ("receipts", receipts_sent),
            ("in doubt for a while", doubts),
            ("of which nobody could tell, so that an e-mail followed", reasons[UNRESOLVED]),
            ("lost", outcome[0]),
            ("twice to a person", outcome[1]),
            ("seconds until the last kill", round(times[0])),
            ("seconds in all", round(times[1])),
        ]
    )
