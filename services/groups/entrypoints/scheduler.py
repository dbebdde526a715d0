"""The scheduler of groups: what falls due with time and nobody asks for, as dates of coming weeks do."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from threading import Event
from typing import Any

from prometheus_client import Counter
from pymongo.database import Database

from chassis import logs, process
from chassis.clock import utc_now
from chassis.logs import get_logger
from chassis.mongo import ENGINE_ERRORS, connect, prepare
from chassis.readiness import ping_mongodb
from groups.adapters.stores import Stores
from groups.config import Settings
from groups.handlers.absences import notice_absences
from groups.handlers.calendar import keep_occurrences_made
from groups.handlers.following import let_series_follow
from groups.handlers.groups import suspend_lapsed_groups
from groups.handlers.series import resume_due_series
from groups.handlers.sources import Fetching, fetch_due_sources
from groups.handlers.standing import fit_due_dates

Chore = Callable[[Stores, datetime], int]

# Each does everything that is due at a moment, gives how much that was, and may be done twice at once.
CHORES: Mapping[str, Chore] = {
    "lapsed_groups_suspended": lambda stores, at: suspend_lapsed_groups(stores.groups, at),
    "groups_followed": lambda stores, _: let_series_follow(stores.groups, stores.series),
    "occurrences_made": lambda stores, at: keep_occurrences_made(stores.series, stores.occurrences, at),
    "promises_released": lambda stores, at: stores.occurrences.release_unanswered(at),
    "standing_seats_fitted": lambda stores, at: fit_due_dates(stores.standing, stores.occurrences, at),
    "series_resumed": lambda stores, at: resume_due_series(stores.series, at),
    "absences_noticed": lambda stores, at: notice_absences(stores.absences, stores.groups, at),
    "removed_posts_erased": lambda stores, at: stores.posts.erase_removed(at),
}
PAUSE = 10.0  # seconds between two looks; each chore costs a query when nothing is due

FAILED = Counter("hamrah_groups_chores_failed", "Looks at which a chore failed", ["chore"])

log = get_logger()


def fetching_feeds(settings: Settings) -> Chore:
    """Fetch the sources that are due, from where the settings allow."""

    def fetch(stores: Stores, at: datetime) -> int:
        if not stores.sources.any_due(at):
            return 0
        from groups.adapters.feeds import WebFeeds  # What it takes is loaded when the first source is due.

        return fetch_due_sources(
            Fetching(
                sources=stores.sources,
                imports=stores.imports,
                feeds=WebFeeds(settings.feed_allowed_hosts),
                series=stores.series,
                occurrences=stores.occurrences,
                capacity=settings.default_capacity,
            ),
            at,
        )

    return fetch


def schedule(database: Database[dict[str, Any]], stop: Event, chores: Mapping[str, Chore] = CHORES) -> None:
    """Look again and again until told to stop; several schedulers at once do the same work harmlessly."""
    stores = Stores(database)
    prepare(stores.ensure_indexes, stop)
    try:
        while not stop.is_set():
            look(stores, chores)
            stop.wait(PAUSE)
    finally:
        database.client.close()


def look(stores: Stores, chores: Mapping[str, Chore] = CHORES) -> None:
    """Do every chore that is due; an engine that is away is looked for again after the pause.

    A chore with a bug is told and counted, and keeps no other from being done.
    """
    for name, chore in chores.items():
        try:
            count = chore(stores, utc_now())
        except ENGINE_ERRORS as error:
            log.warning("scheduler_waits_for_database", cause=type(error).__name__)
            return
        except Exception:
            log.exception("chore_failed", chore=name)
            FAILED.labels(name).inc()
            continue
        if count:
            log.info(name, count=count)


if __name__ == "__main__":
    settings = Settings.from_env()
    platform = settings.platform
    logs.configure(platform)
    database = connect(platform)
    process.run(
        "groups-scheduler",
        partial(schedule, database, chores={**CHORES, "feeds_fetched": fetching_feeds(settings)}),
        checks={"mongodb": partial(ping_mongodb, database)},
    )
