"""The consumer: facts of the other services become contacts and messages, and answers become facts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from pymongo.database import Database

from chassis import logs, process
from chassis.config import PlatformSettings
from chassis.consuming import Readers, Reading, consume_together
from chassis.events import Event
from chassis.inside import InsideService
from chassis.mongo import connect, prepare
from chassis.process import run_together
from chassis.readiness import ping_mongodb, reach_kafka
from chassis.relay import publish_outboxes
from notify import inbound
from notify.adapters.glasses import MongoGlasses
from notify.adapters.indexes import ensure_indexes
from notify.adapters.mongo_contacts import MongoContacts
from notify.adapters.mongo_messages import MongoMessages
from notify.adapters.mongo_seats import MongoSeats
from notify.adapters.numbers import SealedNumbers
from notify.adapters.outboxes import OUTBOXES
from notify.adapters.personal import MongoPersonalData, forget_gone
from notify.adapters.providers.registry import usual
from notify.adapters.sealed_contacts import AlumniContacts
from notify.adapters.together import Together
from notify.config import alumni_url
from notify.entrypoints.bounces import look_until, returns_of
from notify.entrypoints.scheduler import schedule_until
from notify.entrypoints.seat_facts import with_seats
from notify.handlers import facts, rights
from notify.handlers.table import ROWS
from notify.ports import Glasses, MemberContacts, Messages, PersonalData, SealedContacts

# A member of the group mostly waits for MongoDB, so several in one process share its work.
MEMBERS = 2
OPENED = "alumni.break-glass.opened.v1"


def readers(
    contacts: MemberContacts,
    messages: Messages,
    sealed: SealedContacts,
    personal: PersonalData,
    glasses: Glasses,
) -> Readers:
    """Name the schema and the handler of every event that is read."""

    def tell(handler: Callable[[Event, MemberContacts, Messages], None]) -> Callable[[Event], None]:
        return lambda event: handler(event, contacts, messages)

    return {
        **_of_alumni(contacts, messages, sealed, personal),
        **{kind: (row.schema, tell(row.tell)) for kind, row in ROWS.items()},
        # The member is told by the table, and who asked may see the contact.
        OPENED: (
            inbound.BreakGlassOpened,
            lambda event: rights.open_glass(event, glasses, tell(ROWS[OPENED].tell)),
        ),
    }


def _of_alumni(
    contacts: MemberContacts, messages: Messages, sealed: SealedContacts, personal: PersonalData
) -> Readers:
    """Name what alumni tells of who a member is here, and how to reach them."""

    def keep(handler: Callable[[Event, MemberContacts], None]) -> Callable[[Event], None]:
        return lambda event: handler(event, contacts)

    return {
        "alumni.sign-in.code-requested.v2": (
            inbound.CodeRequested,
            lambda event: facts.send_sign_in_code(event, messages, sealed),
        ),
        "alumni.member.joined.v2": (
            inbound.MemberJoined,
            lambda event: facts.keep_new_member(event, contacts, sealed),
        ),
        "alumni.member.contact-added.v2": (
            inbound.ContactAdded,
            lambda event: facts.keep_added_contact(event, contacts, sealed),
        ),
        "alumni.member.contact-removed.v1": (inbound.ContactRemoved, keep(facts.forget_removed_contact)),
        "alumni.member.preferences-changed.v1": (
            inbound.PreferencesChanged,
            lambda event: facts.keep_changed_preferences(event, contacts, messages),
        ),
        "alumni.member.home-changed.v1": (inbound.HomeChanged, keep(facts.keep_changed_home)),
        "alumni.consent.given.v1": (inbound.ConsentChanged, keep(rights.keep_consent)),
        "alumni.consent.withdrawn.v1": (
            inbound.ConsentChanged,
            lambda event: rights.keep_quiet(event, contacts, messages),
        ),
        "alumni.member.erased.v1": (
            inbound.MemberErased,
            lambda event: rights.erase_member(event, personal),
        ),
        "alumni.member.role-granted.v1": (inbound.RoleChanged, keep(facts.keep_granted_role)),
        "alumni.member.role-withdrawn.v1": (inbound.RoleChanged, keep(facts.keep_withdrawn_role)),
    }


def reading_on(
    database: Database[dict[str, Any]], sealed: SealedContacts, numbers: SealedNumbers | None = None
) -> Reading:
    """Name them with the stores of a database behind, for one thread: facts of a batch are told together."""
    personal = MongoPersonalData(database)
    stores = Together(
        MongoContacts(database, numbers, usual()),
        MongoMessages(database),
        MongoSeats(database),
        partial(forget_gone, database, ("messages", "seats")),
    )
    known = readers(stores.contacts, stores.messages, sealed, personal, MongoGlasses(database))
    return Reading(with_seats(known, stores.seats, stores.contacts), stores.batch)


def consume_until(
    settings: PlatformSettings,
    sealed: SealedContacts,
    database: Database[dict[str, Any]],
    stop: threading.Event,
    numbers: SealedNumbers | None = None,
) -> None:
    """Consume, relay and schedule until told to stop; then finish what is at hand, commit and leave."""
    prepare(partial(ensure_indexes, database), stop)
    prepare(MongoContacts(database, numbers).index_missing, stop)
    reading = partial(reading_on, database, sealed, numbers)
    back = returns_of(settings, database)
    roles = [
        partial(consume_together, settings, database, reading, stop, members=MEMBERS),
        partial(publish_outboxes, settings, database, OUTBOXES, stop),
        *([partial(look_until, back, stop)] if back else []),
        partial(schedule_until, database, stop),
    ]
    try:
        run_together(roles, stop)
    finally:
        database.client.close()


if __name__ == "__main__":
    settings = PlatformSettings.from_env("notify")
    logs.configure(settings)
    database = connect(settings)
    process.run(
        "notify-consumer",
        partial(
            consume_until,
            settings,
            AlumniContacts(InsideService(alumni_url())),
            database,
            numbers=SealedNumbers.read(settings),
        ),
        checks={"mongodb": partial(ping_mongodb, database), "kafka": partial(reach_kafka, settings)},
    )
