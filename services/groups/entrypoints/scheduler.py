"""The scheduler of groups: keeps the occurrences of the coming weeks made, so that no listing has to."""

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
from groups.handlers import keep_occurrences_made

PAUSE = 60.0  # seconds between two looks; each costs one query when nothing is due

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
    """Make what is due; an engine that is away is looked for again after the pause."""
    try:
        count = keep_occurrences_made(stores.series, stores.occurrences, utc_now())
    except ENGINE_ERRORS as error:
        log.warning("scheduler_waits_for_database", cause=type(error).__name__)
        return
    if count:
        log.info("occurrences_made", series=count)


if __name__ == "__main__":
    platform = Settings.from_env().platform
    logs.configure(platform)
    database = connect(platform)
    process.run(
        "groups-scheduler",
        partial(schedule, database),
        checks={"mongodb": partial(ping_mongodb, database)},
    )
