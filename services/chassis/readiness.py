"""Whether the engines of a process answer, and soon: whoever asks for readiness waits for it."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pymongo import timeout

if TYPE_CHECKING:
    from pymongo.database import Database

    from chassis.config import PlatformSettings

LONGEST_SECONDS = 1.0


def ping_mongodb(database: Database[dict[str, Any]]) -> None:
    """Raise when the database does not answer."""
    with timeout(LONGEST_SECONDS):
        database.command("ping")


def reach_kafka(settings: PlatformSettings) -> None:
    """Raise when no broker takes a connection."""
    for broker in settings.kafka_bootstrap.split(","):
        host, _, port = broker.rpartition(":")
        with suppress(OSError), socket.create_connection((host, int(port)), LONGEST_SECONDS):
            return
    raise ConnectionError("no broker takes a connection")
