"""MongoDB: how this platform connects, and which errors mean that the engine is away."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pymongo import MongoClient
from pymongo.errors import BulkWriteError, ConnectionFailure, ExecutionTimeout, WriteConcernError

from chassis.logs import get_logger

if TYPE_CHECKING:
    from pymongo.database import Database

    from chassis.config import PlatformSettings

# The engine is away, changing its primary or overloaded: try again, nothing is wrong with the work.
ENGINE_ERRORS: tuple[type[Exception], ...] = (ConnectionFailure, WriteConcernError, ExecutionTimeout)

AWAY_PAUSE = 1.0  # seconds

log = get_logger()


def prepare(work: Callable[[], None], stop: threading.Event) -> None:
    """Do what a process needs before it begins, such as making indexes; again while the engine is away.

    A process that ended instead would say nothing of why it is not ready.
    """
    while not stop.is_set():
        try:
            work()
        except ENGINE_ERRORS as error:
            log.warning("start_waits_for_database", cause=type(error).__name__)
            stop.wait(AWAY_PAUSE)
        else:
            return


@contextmanager
def confirmed() -> Iterator[None]:
    """Turn the error of a bulk of writes that the majority did not confirm into an engine error."""
    try:
        yield
    except BulkWriteError as error:
        if error.details["writeConcernErrors"]:
            raise WriteConcernError("the majority did not confirm the writes") from error
        raise


def connect(settings: PlatformSettings) -> Database[dict[str, Any]]:
    """Give the service's own database; call it after the fork, once per process.

    Writes are acknowledged by the majority, datetimes are aware, and an engine that is away is reported
    after five seconds. Nothing is sent before the first operation.
    """
    client: MongoClient[dict[str, Any]] = MongoClient(
        settings.mongodb_uri,
        w="majority",
        retryWrites=True,
        tz_aware=True,
        serverSelectionTimeoutMS=5_000,
        connectTimeoutMS=5_000,
        appname=f"hamrah-{settings.service}",
    )
    return client[settings.database]
