"""What falls due with time and nobody asks for: chores, done again and again by a process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime

from prometheus_client import Counter

from chassis.clock import utc_now
from chassis.logs import get_logger
from chassis.mongo import ENGINE_ERRORS

Chore = Callable[[datetime], int]
"""Does everything that is due at a moment, gives how much that was, and may be done twice at once."""

PAUSE = 10.0  # seconds between two looks; each chore costs a query when nothing is due

FAILED = Counter("hamrah_chores_failed", "Looks at which a chore failed", ["chore"])

log = get_logger()


def keep_doing(chores: Mapping[str, Chore], stop: threading.Event, pause: float = PAUSE) -> None:
    """Look again and again until told to stop; several processes at once do the same work harmlessly."""
    while not stop.is_set():
        look(chores)
        stop.wait(pause)


def look(chores: Mapping[str, Chore]) -> None:
    """Do every chore that is due; an engine that is away is looked for again after the pause.

    A chore with a bug is told and counted, and keeps no other from being done.
    """
    for name, chore in chores.items():
        try:
            count = chore(utc_now())
        except ENGINE_ERRORS as error:
            log.warning("chores_wait_for_database", cause=type(error).__name__)
            return
        except Exception:
            log.exception("chore_failed", chore=name)
            FAILED.labels(name).inc()
            continue
        if count:
            log.info(name, count=count)
