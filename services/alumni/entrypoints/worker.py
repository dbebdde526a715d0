"""The worker of alumni: tells its facts, hears those of the others, and does what falls due with time."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

from pymongo.database import Database

from alumni.adapters.keys import Keys
from alumni.adapters.stores import Stores
from alumni.config import Settings
from alumni.entrypoints.consumer import readers
from alumni.entrypoints.scheduler import chores_of, webhooks_of
from chassis import logs, process
from chassis.chores import keep_doing
from chassis.consuming import consume
from chassis.mongo import connect, prepare
from chassis.readiness import ping_mongodb, reach_kafka
from chassis.relay import publish_outboxes

PAUSE = 2.0  # seconds between two looks for what is due: an erasure waits for nothing longer


def work(settings: Settings, keys: Keys, database: Database[dict[str, Any]], stop: threading.Event) -> None:
    """Tell, hear and do what is due until asked to stop, then finish what is at hand."""
    stores = Stores(database)
    prepare(stores.ensure_indexes, stop)
    platform = settings.platform
    roles = [
        partial(publish_outboxes, platform, database, stores.outboxes, stop),
        partial(keep_doing, chores_of(settings, keys, stores), stop, PAUSE),
        # By themselves, since systems of others may take their time to answer.
        partial(keep_doing, webhooks_of(settings, keys, stores), stop, PAUSE),
        partial(consume, platform, database, readers(stores), stop),
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
        "alumni-worker",
        partial(work, settings, Keys.read(platform), database),
        checks={"mongodb": partial(ping_mongodb, database), "kafka": partial(reach_kafka, platform)},
    )
