"""The relay of groups: what happened to places goes to Kafka."""

from functools import partial
from threading import Event
from typing import Any

from pymongo.database import Database

from chassis import logs, process
from chassis.config import PlatformSettings
from chassis.mongo import connect, prepare
from chassis.readiness import ping_mongodb, reach_kafka
from chassis.relay import publish_outboxes
from groups.adapters.stores import Stores
from groups.config import Settings


def relay(settings: PlatformSettings, database: Database[dict[str, Any]], stop: Event) -> None:
    """Publish until told to stop, then finish what is at hand."""
    stores = Stores(database)
    prepare(stores.ensure_indexes, stop)
    try:
        publish_outboxes(settings, database, stores.outboxes, stop)
    finally:
        database.client.close()


if __name__ == "__main__":
    platform = Settings.from_env().platform
    logs.configure(platform)
    database = connect(platform)
    process.run(
        "groups-relay",
        partial(relay, platform, database),
        checks={"mongodb": partial(ping_mongodb, database), "kafka": partial(reach_kafka, platform)},
    )
