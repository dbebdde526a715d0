"""The relay of alumni: what members and sign-in attempts have to tell goes to Kafka."""

from functools import partial
from threading import Event

from alumni.adapters import mongo
from alumni.config import Settings
from chassis import logs, process
from chassis.config import PlatformSettings
from chassis.kafka import producer
from chassis.leases import Leases
from chassis.mongo import connect
from chassis.relay import Relay


def relay(settings: PlatformSettings, stop: Event) -> None:
    """Publish until told to stop, then finish what is at hand."""
    database = connect(settings)
    mongo.ensure_indexes(database)
    kafka = producer(settings)
    try:
        Relay(
            source="alumni",
            collections=[database[name] for name in mongo.OUTBOX_COLLECTIONS],
            producer=kafka,
            leases=Leases(database),
        ).run(stop)
    finally:
        kafka.close(timeout=10)
        database.client.close()


if __name__ == "__main__":
    platform = Settings.from_env().platform
    logs.configure(platform)
    process.run("alumni-relay", partial(relay, platform))
