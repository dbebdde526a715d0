"""The relay of groups: what happened to places goes to Kafka."""

from functools import partial
from threading import Event

from chassis import logs, process
from chassis.config import PlatformSettings
from chassis.kafka import producer
from chassis.leases import Leases
from chassis.mongo import connect
from chassis.relay import Relay
from groups.adapters.stores import Stores
from groups.config import Settings


def relay(settings: PlatformSettings, stop: Event) -> None:
    """Publish until told to stop, then finish what is at hand."""
    database = connect(settings)
    stores = Stores(database)
    stores.ensure_indexes()
    kafka = producer(settings)
    try:
        Relay(source="groups", collections=[stores.rows], producer=kafka, leases=Leases(database)).run(stop)
    finally:
        kafka.close(timeout=10)
        database.client.close()


if __name__ == "__main__":
    platform = Settings.from_env().platform
    logs.configure(platform)
    process.run("groups-relay", partial(relay, platform))
