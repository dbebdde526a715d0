"""The worker of groups: what falls due with time, and what the other services tell."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

from pymongo.database import Database

from chassis import logs, process
from chassis.chores import keep_doing
from chassis.consuming import consume
from chassis.mongo import connect, prepare
from chassis.readiness import ping_mongodb, reach_kafka
from groups.adapters.stores import Stores
from groups.config import Settings
from groups.entrypoints.consumer import readers
from groups.entrypoints.scheduler import chores_of


def work(settings: Settings, database: Database[dict[str, Any]], stop: threading.Event) -> None:
    """Do what is due and hear what is told until asked to stop, then finish what is at hand."""
    stores = Stores(database)
    prepare(stores.ensure_indexes, stop)
    roles = [
        partial(keep_doing, chores_of(settings, stores), stop),
        partial(consume, settings.platform, database, readers(stores), stop),
    ]
    try:
        process.run_together(roles, stop)
    finally:
        database.client.close()


if __name__ == "__main__":
    settings = Settings.from_env()
    platform = settings.platform
    logs.configure(platform)
    database = connect(platform)
    process.run(
        "groups-worker",
        partial(work, settings, database),
        checks={"mongodb": partial(ping_mongodb, database), "kafka": partial(reach_kafka, platform)},
    )
