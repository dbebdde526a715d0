"""MongoDB: how this platform connects, and which errors mean that the engine is away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pymongo import MongoClient
from pymongo.errors import BulkWriteError, ConnectionFailure, ExecutionTimeout, WriteConcernError

if TYPE_CHECKING:
    from pymongo.database import Database

    from chassis.config import PlatformSettings

# The engine is away, changing its primary or overloaded: try again, nothing is wrong with the work.
ENGINE_ERRORS: tuple[type[Exception], ...] = (ConnectionFailure, WriteConcernError, ExecutionTimeout)


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
