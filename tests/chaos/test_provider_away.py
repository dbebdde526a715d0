"""Both providers are down for a whole minute: messages are delayed, none is lost and none comes twice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pymongo import MongoClient

from hamrah.demo.client import Gateway, World
from hamrah.local.platform import Platform
from hamrah.local.supervisor import SupervisedProcess
from notify.domain.contacts import Channel
from notify.domain.message import State
from tests.chaos.killing import Progress
from tests.chaos.load import CLIENTS, Accepted, Load, Wish
from tests.chaos.meetings import import_meetings
from tests.chaos.people import Alumni
from tests.chaos.reckoning import ALL_ONCE, differences
from tests.support.waiting import eventually

MEMBERS = 12
HALF_A_MINUTE = 30.0
PER_SECOND = 2
WITHIN = 240.0


def register_for(
    seconds: float, platform: Platform, alumni: Alumni, wishes: Iterator[Wish]
) -> list[Accepted]:
    """Have people register, slowly, for some time."""
    until = time.monotonic() + seconds
    load = Load(
        platform.url,
        alumni,
        wishes,
        Progress(),
        go_on=lambda: time.monotonic() < until,
        pause=lambda: CLIENTS / PER_SECOND,
    )
    load.run()
    return load.accepted


@contextmanager
def out_of_order(process: SupervisedProcess) -> Iterator[None]:
    """Keep a process stopped meanwhile."""
    process.stop()
    try:
        yield
    finally:
        process.start()
        process.wait_until_ready()


@pytest.mark.timeout(600)
def test_a_minute_without_providers_delays_messages_and_neither_loses_nor_repeats_one(
    platform: Platform, alumni: Alumni, world: World, mongo: MongoClient[dict[str, Any]]
) -> None:
    walkers = alumni.join(MEMBERS)
    occurrences = import_meetings(Gateway(platform.url), alumni, series=2)
    wishes = iter([(walker, occurrence) for occurrence in occurrences for walker in walkers])
    phones, mailboxes = {each.phone for each in walkers}, {each.email for each in walkers}
    messages = mongo["notify"]["messages"]
    theirs = {"member_id": {"$in": [each.id for each in walkers]}, "channel": {"$in": sorted(Channel)}}

    world.behave(sms={"mode": "unavailable"}, smtp={"mode": "busy"})
    accepted = register_for(HALF_A_MINUTE, platform, alumni, wishes)
    # In the second half nobody even answers the telephone.
    with out_of_order(platform.processes["sandbox"]):
        accepted += register_for(HALF_A_MINUTE, platform, alumni, wishes)
        eventually(lambda: messages.count_documents(theirs) == len(accepted), WITHIN)
        assert messages.count_documents({**theirs, "state": {"$in": [State.SENT, State.DELIVERED]}}) == 0

    for channel, state in ((Channel.SMS, State.DELIVERED), (Channel.EMAIL, State.SENT)):
        arrived = {**theirs, "channel": channel, "state": state}
        due = sum(each.walker.over == channel for each in accepted)
        eventually(lambda arrived=arrived, due=due: messages.count_documents(arrived) == due, WITHIN)
    texts = [text for phone in phones for text in world.texts(phone)]
    emails = [email for mailbox in mailboxes for email in world.emails(mailbox)]
    assert differences(accepted, texts, emails) == ALL_ONCE
