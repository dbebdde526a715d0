"""The sender: messages that are due leave through the providers."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

from pymongo.database import Database

from chassis import logs, process
from chassis.config import PlatformSettings
from chassis.mongo import connect, prepare
from chassis.readiness import ping_mongodb
from chassis.wakeup import ChangeWatch
from notify.adapters.email import SmtpEmails
from notify.adapters.mongo import MongoMessages, ensure_indexes
from notify.adapters.mongo_contacts import MongoContacts
from notify.adapters.sealing import PrivateSeal
from notify.adapters.sms import TwilioTexts
from notify.adapters.wording import TemplateWriting, read_templates
from notify.config import SendingSettings, default_preferences
from notify.domain.contacts import Channel
from notify.domain.delivery import DEFAULT_TIMINGS
from notify.entrypoints.lane import Lane
from notify.entrypoints.sending import Sender
from notify.ports import Provider


def send_until(database: Database[dict[str, Any]], settings: SendingSettings, stop: threading.Event) -> None:
    """Send until told to stop, then finish what is at hand and give back the rest."""
    prepare(partial(ensure_indexes, database), stop)
    writing = TemplateWriting(read_templates(), PrivateSeal(settings.private_key).unseal)
    threads = max(1, settings.threads // 2)
    providers: dict[Channel, Provider] = {
        Channel.SMS: TwilioTexts(settings, threads + 1),  # one more for who looks at the provider's list
        Channel.EMAIL: SmtpEmails(settings),
    }
    sender = Sender(
        messages=MongoMessages(database),
        contacts=MongoContacts(database, default=default_preferences()),
        writing=writing,
        lanes=[
            Lane(channel, provider, writing, threads=threads, timings=DEFAULT_TIMINGS)
            for channel, provider in providers.items()
        ],
    )
    watch = ChangeWatch([database["messages"]], wake=sender.wake, quiet=sender.is_quiet)
    watching = threading.Thread(target=watch.run, args=(stop,), name="watch")
    watching.start()
    sender.run(stop)
    watching.join()
    database.client.close()


if __name__ == "__main__":
    settings = PlatformSettings.from_env("notify")
    logs.configure(settings)
    sending = SendingSettings.from_env(settings)
    database = connect(settings)
    process.run(
        "notify-sender",
        partial(send_until, database, sending),
        checks={"mongodb": partial(ping_mongodb, database)},
    )
