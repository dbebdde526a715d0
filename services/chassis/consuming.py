"""A service's consumer: which facts it reads, by which schema, and what it does about each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from marshmallow import Schema

from chassis.consumer import Consumer, Dispatcher
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
    group = settings.service
    parked = MongoParkedRecords(database, group)
    prepare(parked.ensure_index, stop)
    letters = producer(settings)
    consumers = [
        Consumer(
            group=group,
            topics=sorted({topic_of(kind) for kind in readers}),
            settings=settings,
            dispatch=Dispatcher(readers),
            parked=parked,
            dead_letters=KafkaDeadLetters(letters, group),
        )
        for _ in range(members)
    ]
    try:
        run_together([partial(consumer.run, stop) for consumer in consumers], stop)
    finally:
        letters.close(timeout=10)
