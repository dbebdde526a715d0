"""The sender: messages that are due leave through the providers."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from pymongo.database import Database

from chassis import logs, process
from chassis.config import PlatformSettings
from chassis.mongo import connect, prepare
from chassis.readiness import ping_mongodb
from chassis.wakeup import ChangeWatch
from notify.adapters.indexes import ensure_indexes
from notify.adapters.links import SignedLinks
from notify.adapters.mongo_budgets import MongoBudgets
from notify.adapters.mongo_contacts import MongoContacts
from notify.adapters.mongo_messages import MongoMessages
from notify.adapters.mongo_seats import MongoSeats
from notify.adapters.mongo_tallies import MongoTallies
from notify.adapters.providers.registry import Channels, read_channels, usual
from notify.adapters.sealing import PrivateSeal
from notify.adapters.switches import MongoSwitches
from notify.adapters.templates import read_senders, read_templates
from notify.adapters.wording import TemplateWriting
from notify.config import SendingSettings, law_holds
from notify.domain.delivery import DEFAULT_TIMINGS
from notify.domain.message import State
from notify.entrypoints.lane import Lane
from notify.entrypoints.sending import Sender
from notify.entrypoints.spending import Spending

# The changes that a sender is woken for.
NEW_TO_SEND = {"operationType": "insert", "fullDocument.state": State.CREATED}


def send_until(
    database: Database[dict[str, Any]],
    settings: SendingSettings,
    lanes: Sequence[Lane],
    stop: threading.Event,
) -> None:
    """Send until told to stop, then finish what is at hand and give back the rest."""
    prepare(partial(ensure_indexes, database), stop)
    sender = Sender(
        messages=MongoMessages(database),
        tallies=MongoTallies(database),
        seats=MongoSeats(database),
        contacts=MongoContacts(database, usual=usual()),
        writing=written_with(settings),
        lanes=lanes,
        categories={name: each.category for name, each in read_templates().items()} if law_holds() else {},
        switches=MongoSwitches(database),
        timings=replace(DEFAULT_TIMINGS, unresolved_after=settings.unresolved_after),
        spending=Spending(MongoBudgets(database)),
    )
    watch = ChangeWatch(
        [database["messages"]], wake=lambda _name: sender.wake(), quiet=sender.is_quiet, of=NEW_TO_SEND
    )
    sender.watched = watch.is_live
    watching = threading.Thread(target=watch.run, args=(stop,), name="watch")
    watching.start()
    sender.run(stop)
    watching.join()
    database.client.close()


def written_with(settings: SendingSettings) -> TemplateWriting:
    """Write with our templates as our senders, open with our key, and sign our links."""
    return TemplateWriting(
        read_templates(),
        PrivateSeal(settings.private_key).unseal,
        read_senders(),
        SignedLinks(settings.link_key, settings.public_url) if settings.link_key else None,
    )


def lanes_of(channels: Channels, platform: PlatformSettings, settings: SendingSettings) -> list[Lane]:
    """Build a way out through each provider, those of a channel in the order of preference.

    A provider has the threads and the rate of its own setting, else its channel's share and no limit: of one
    channel mostly the first is at work.
    """
    share = max(1, settings.threads // max(1, sum(1 for specs in channels.values() if specs)))
    writing = written_with(settings)
    lanes = []
    for channel, specs in channels.items():
        for spec in specs:
            threads = settings.concurrency.get(spec.name, share)
            lane = Lane(
                channel,
                # One more for who asks about what is in doubt, and one for what is urgent.
                spec.build(platform, threads + 2),
                writing,
                threads=threads,
                timings=DEFAULT_TIMINGS,
                contact=spec.contact,
                rate=settings.rates.get(spec.name),
            )
            lanes.append(lane)
    return lanes


if __name__ == "__main__":
    settings = PlatformSettings.from_env("notify")
    logs.configure(settings)
    sending = SendingSettings.from_env(settings)
    database = connect(settings)
    process.run(
        "notify-sender",
        partial(send_until, database, sending, lanes_of(read_channels(), settings, sending)),
        checks={"mongodb": partial(ping_mongodb, database)},
    )
