"""Processes and engines are killed under load, and every accepted registration is told exactly once."""

from __future__ import annotations

import os
import random
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.collection import Collection

from hamrah.demo.client import Gateway, World
from hamrah.local.platform import Platform
from hamrah.local.ports import Ports
from notify.domain.contacts import Channel
from notify.domain.message import SETTLED, State
from tests.chaos.killing import EngineRestart, Killer, Progress, Target, kill_master, kill_workers
from tests.chaos.load import CLIENTS, Load
from tests.chaos.meetings import SEATS, import_meetings
from tests.chaos.people import Alumni
from tests.chaos.reckoning import (
    ALL_ONCE,
    differences,
    everything,
    places_held,
    places_promised,
    table,
)
from tests.support.waiting import eventually

REGISTRATIONS = 2_000
TIMES = 10
MEMBERS = 200
SERIES = 10  # of about eight coming occurrences each
PER_SECOND = 16  # so that the processes come back often enough to be killed again
# Providers answer as late as real ones, so a killed sender leaves messages in doubt; and receipts come when
# the doubt is settled already, so that it is not they who settle it.
SMS: dict[str, object] = {"answer_late_ms": 150, "receipt_delay_ms": 30_000}
SMTP: dict[str, object] = {"answer_late_ms": 150}
SETTLED_WITHIN = 300.0


@pytest.fixture
def platform(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    """A platform of this test's own, with engines that it may kill."""
    for engine in ("HAMRAH_MONGODB_URI", "HAMRAH_KAFKA_BOOTSTRAP"):
        monkeypatch.delenv(engine, raising=False)
    with Platform(tmp_path_factory.mktemp("killed"), Ports.free()) as running:
        yield running


def targets(platform: Platform) -> list[Target]:
    """Every process between a registration and its text."""

    def target(name: str, port: str, work: str, **more: Any) -> Target:
        process, url = platform.processes[name], f"{platform.ports.url(port)}/metrics"
        return Target(process=process, metrics_url=url, work=work, **more)

    registering = {"method": "POST"}
    ways = (type(platform.processes["groups.api"]).kill, kill_master, kill_workers)
    sending = {"state": State.SENT.value}
    return [
        target("groups.api", "groups", "http_request_duration_seconds_count", labels=registering, ways=ways),
        target("groups.relay", "groups_relay", "hamrah_relay_published_total"),
        target("notify.consumer", "notify_consumer", "hamrah_consumer_processed_total"),
        target("notify.sender", "notify_sender", "hamrah_notify_messages_total", labels=sending),
    ]


def engines(platform: Platform) -> list[EngineRestart]:
    """Both engines; what they acknowledged must survive a power cut of the process."""
    mongod, kafka = platform.mongod, platform.kafka
    return [
        EngineRestart(name="mongod", kill=mongod.kill, start=mongod.start, between=(400, 900)),
        EngineRestart(name="kafka", kill=kafka.kill, start=kafka.start, between=(1_100, 1_600)),
    ]


class Chaos:
    """Everything that is killed, all at once."""

    def __init__(self, platform: Platform, seed: str, progress: Progress) -> None:
        self.targets = targets(platform)
        self.engines = engines(platform)
        self.over = threading.Event()
        self._seed = seed
        self._progress = progress

    def run(self) -> None:
        """Kill as often as planned; a failure ends all of it."""
        tasks = [
            partial(Killer(each, TIMES, REGISTRATIONS, self._dice(each.name)).run, self._progress)
            for each in self.targets
        ]
        tasks += [partial(each.run, self._progress, self._dice(each.name)) for each in self.engines]
        with ThreadPoolExecutor(len(tasks)) as at_once:
            for ended in [at_once.submit(self._guarded, task) for task in tasks]:
                ended.result()
        self.over.set()

    def _dice(self, name: str) -> random.Random:
        return random.Random(f"{self._seed} {name}")

    def _guarded(self, task: Callable[[], None]) -> None:
        try:
            task()
        except BaseException:
            self._progress.failed.set()
            raise


def register_under_fire(platform: Platform, alumni: Alumni, seed: str) -> tuple[Load, Chaos]:
    """Register at least 2,000 times, and as long as processes are killed."""
    walkers = alumni.join(MEMBERS)
    occurrences = import_meetings(Gateway(platform.url), alumni, SERIES)
    wishes = [(walker, occurrence) for walker in walkers for occurrence in occurrences]
    random.Random(seed).shuffle(wishes)
    progress = Progress()
    chaos = Chaos(platform, seed, progress)
    load = Load(
        platform.url,
        alumni,
        iter(wishes),
        progress,
        go_on=lambda: progress.accepted < REGISTRATIONS or not chaos.over.is_set(),
        pause=lambda: 0 if chaos.over.is_set() else CLIENTS / PER_SECOND,
    )
    with ThreadPoolExecutor(2) as both:
        for ended in [both.submit(load.run), both.submit(chaos.run)]:
            ended.result()
    return load, chaos


def settle(database: MongoClient[dict[str, Any]], accepted: int) -> None:
    """Return once every outbox is empty, nothing is parked and every message has its fate."""
    waiting = {"outbox.0": {"$exists": True}}
    notify = database["notify"]

    def left() -> dict[str, int]:
        return {
            "outboxes": database["groups"]["occurrences"].count_documents(waiting),
            "parked": notify["parked"].count_documents({}),
            "open": notify["messages"].count_documents({"state": {"$nin": sorted(SETTLED)}}),
            "missing": max(0, 2 * accepted - notify["messages"].count_documents({})),
        }

    def nothing_left() -> bool:
        remaining = left()
        assert not any(remaining.values()), remaining
        return True

    eventually(nothing_left, within=SETTLED_WITHIN)


def report(load: Load, chaos: Chaos, world: World, messages: Collection[dict[str, Any]]) -> str:
    """Say what was killed and what was counted."""
    counts = world.counts()

    def reconciled(channel: Channel) -> int:
        return messages.count_documents({"history.state": State.UNKNOWN, "channel": channel})

    killed = [(f"{each.name} killed", f"{each.killed} times") for each in chaos.targets]
    restarted = [(f"{each.name} killed", f"once, away {each.away:.1f} s") for each in chaos.engines]
    counted = [
        ("requests repeated", load.repeated),
        ("registrations told again", load.told_again),
        ("registrations accepted", len(load.accepted)),
        ("texts", counts["texts"]),
        ("e-mails", counts["emails"]),
        ("e-mails suppressed", counts["emails_suppressed"]),
        ("texts unknown, reconciled", reconciled(Channel.SMS)),
        ("e-mails unknown, reconciled", reconciled(Channel.EMAIL)),
    ]
    return table([*killed, *restarted, *counted])


@pytest.mark.timeout(1200)
def test_every_accepted_registration_is_told_exactly_once_whatever_is_killed(
    platform: Platform,
    alumni: Alumni,
    mongo: MongoClient[dict[str, Any]],
    world: World,
    capsys: pytest.CaptureFixture[str],
) -> None:
    seed = os.environ.get("HAMRAH_CHAOS_SEED") or secrets.token_hex(4)
    with capsys.disabled():
        print(f"\n  HAMRAH_CHAOS_SEED={seed}")
    world.behave(sms=SMS, smtp=SMTP)
    began = time.monotonic()
    load, chaos = register_under_fire(platform, alumni, seed)
    registered = time.monotonic()
    try:
        settle(mongo, len(load.accepted))
    finally:
        with capsys.disabled():
            print(report(load, chaos, world, mongo["notify"]["messages"]))
            print(f"  {registered - began:.0f} s under fire, {time.monotonic() - registered:.0f} s to settle")

    assert len(load.accepted) >= REGISTRATIONS
    assert all(each.killed >= TIMES for each in chaos.targets)
    assert all(each.killed == 1 for each in chaos.engines)
    texts, emails = everything(world.url, "texts"), everything(world.url, "emails")
    assert differences(load.accepted, texts, emails) == ALL_ONCE
    occurrences = mongo["groups"]["occurrences"]
    assert places_held(occurrences) == places_promised(load.accepted)
    assert all(len(each["seats"]) <= SEATS for each in occurrences.find({}, {"seats": 1}))
