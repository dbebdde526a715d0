"""The scheduler of groups: what falls due with time and nobody asks for, as dates of coming weeks do."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from threading import Event
from typing import Any

from pymongo.database import Database

from chassis import logs, process
from chassis.clock import utc_now
from chassis.logs import get_logger
from chassis.mongo import ENGINE_ERRORS, connect
from chassis.readiness import ping_mongodb
from groups.adapters.stores import Stores
from groups.config import Settings
from groups.handlers.calendar import keep_occurrences_made
from groups.handlers.groups import suspend_lapsed_groups

Chore = Callable[[Stores, datetime], int]

# Each does everything that is due at a moment, gives how much that was, and may be done twice at once.
CHORES: Mapping[str, Chore] = {
    "occurrences_made": lambda stores, at: keep_occurrences_made(stores.series, stores.occurrences, at),
    "lapsed_groups_suspended": lambda stores, at: suspend_lapsed_groups(stores.groups, at),
}
PAUSE = 10.0  # seconds between two looks; each chore costs a query when nothing is due

log = get_logger()


def schedule(database: Database[dict[str, Any]], stop: Event) -> None:
    """Look again and again until told to stop; several schedulers at once do the same work harmlessly."""
    stores = Stores(database)
    stores.ensure_indexes()
    try:
        while not stop.is_set():
            look(stores)
            stop.wait(PAUSE)
    finally:
        database.client.close()


def look(stores: Stores) -> None:
    """Do every chore that is due; an engine that is away is looked for again after the pause."""
    for name, chore in CHORES.items():
        try:
            count = chore(stores, utc_now())
        except ENGINE_ERRORS as error:
            log.warning("scheduler_waits_for_database", cause=type(error).__name__)
            return
        if count:
            log.info(name, count=count)


if __name__ == "__main__":
    platform = Settings.from_env().platform
    logs.configure(platform)
    database = connect(platform)
    process.run(
        "groups-scheduler",
        partial(schedule, database),
        checks={"mongodb": partial(ping_mongodb, database)},
    )
