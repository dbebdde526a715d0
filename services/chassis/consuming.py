"""A service's consumer: which facts it reads, by which schema, and what it does about each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from marshmallow import Schema

from chassis.consumer import Batching, Consumer, Dispatcher, one_by_one
from chassis.deadletters import KafkaDeadLetters
from chassis.events import Event, topic_of
from chassis.kafka import producer
from chassis.mongo import prepare
from chassis.parking import MongoParkedRecords
from chassis.process import run_together

if TYPE_CHECKING:
    from pymongo.database import Database

    from chassis.config import PlatformSettings

Readers = Mapping[str, tuple[type[Schema], Callable[[Event], None]]]
"""The schema and the handler of every event type that is read."""


class Reading(NamedTuple):
    """What one member of a group reads, and how it takes the records of a poll together."""

    readers: Readers
    together: Batching = one_by_one


def consume(
    settings: PlatformSettings,
    database: Database[dict[str, Any]],
    readers: Readers,
    stop: threading.Event,
    *,
    members: int = 1,
) -> None:
    """Consume as the service's group until told to stop, then finish what is at hand, commit and leave.

    A service that reads nothing just waits to be told to stop.

    `members` of the group share the work in threads. The indexes of the service are there already.
    """
    if not readers:
        stop.wait()
        return
    consume_together(settings, database, lambda: Reading(readers), stop, members=members)


def consume_together(
    settings: PlatformSettings,
    database: Database[dict[str, Any]],
    reading: Callable[[], Reading],
    stop: threading.Event,
    *,
    members: int = 1,
) -> None:
    """Consume likewise, with a reading for each member, whose batches are its own."""
    group = settings.service
    parked = MongoParkedRecords(database, group)
    prepare(parked.ensure_index, stop)
    letters = producer(settings)
    consumers = [
        Consumer(
            group=group,
            topics=sorted({topic_of(kind) for kind in each.readers}),
            settings=settings,
            dispatch=Dispatcher(each.readers),
            parked=parked,
            dead_letters=KafkaDeadLetters(letters, group),
            together=each.together,
        )
        for each in (reading() for _ in range(members))
    ]
    try:
        run_together([partial(consumer.run, stop) for consumer in consumers], stop)
    finally:
        letters.close(timeout=10)
