"""The three services on databases of their own, their facts carried from one to the other by hand."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database

import alumni.adapters.stores
import alumni.entrypoints.consumer
import groups.adapters.stores
import groups.entrypoints.consumer
import notify.entrypoints.consumer
from alumni.handlers.erasure import carry_out_erasures
from chassis.clock import utc_now
from chassis.dispatch import Dispatcher
from chassis.events import Event, NotYet, from_record, to_record
from hamrah.proof import Proof, Search
from notify.adapters.glasses import MongoGlasses
from notify.adapters.indexes import ensure_indexes
from notify.adapters.mongo_contacts import MongoContacts
from notify.adapters.mongo_messages import MongoMessages
from notify.adapters.personal import MongoPersonalData
from notify.domain.contacts import Channel
from tests.alumni.client import Person, application
from tests.groups.api import Caller, token
from tests.groups.api import application as groups_application

Data = Database[dict[str, Any]]


class OfAlumni:
    """The sealed contacts of alumni, read from its database as its inside endpoint does."""

    def __init__(self, database: Data) -> None:
        self._database = database

    def of_member(self, member_id: str) -> dict[Channel, str]:
        found = self._database["members"].find_one({"_id": member_id}) or {"contacts": []}
        return {Channel(each["channel"]): each["sealed"] for each in found["contacts"]}

    def of_attempt(self, attempt_id: str) -> str | None:
        found = self._database["sign_in_attempts"].find_one({"_id": attempt_id})
        return found["sealed_contact"] if found else None


@dataclass
class Network:
    """The whole network without Kafka: `carry` does what relays and consumers do."""

    client: MongoClient[dict[str, Any]]
    name: str
    heard: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.alumni, self.groups, self.notify = (
            self.client[f"{self.name}-{service}"] for service in ("alumni", "groups", "notify")
        )
        self.alumni_app = application(self.alumni)
        self.groups_app = groups_application(self.groups)
        ensure_indexes(self.notify)
        self.alumni_stores = alumni.adapters.stores.Stores(self.alumni)
        self.groups_stores = groups.adapters.stores.Stores(self.groups)
        self._readers = [
            Dispatcher(alumni.entrypoints.consumer.readers(self.alumni_stores)),
            Dispatcher(groups.entrypoints.consumer.readers(self.groups_stores)),
            Dispatcher(
                notify.entrypoints.consumer.readers(
                    MongoContacts(self.notify),
                    MongoMessages(self.notify),
                    OfAlumni(self.alumni),
                    MongoPersonalData(self.notify),
                    MongoGlasses(self.notify),
                )
            ),
        ]

    @property
    def databases(self) -> tuple[Data, Data, Data]:
        return self.alumni, self.groups, self.notify

    def person(self) -> Person:
        return Person(self.alumni_app, self.alumni)

    def in_groups(self, member_id: str) -> Caller:
        return Caller(self.groups_app, member_id, token(member_id, "member"))

    def carry(self, times: int = 1) -> None:
        """Bring every fact that waits to every reader, until no fact causes another."""
        while facts := self._take():
            for fact in facts * times:
                for reader in self._readers:
                    try:
                        reader(fact)
                    except NotYet:
                        continue
            self.heard.extend(facts)

    def round(self, at: datetime | None = None) -> int:
        """Do the chore of erasures once."""
        stores = self.alumni_stores
        return carry_out_erasures(
            erasures=stores.erasures,
            personal=stores.personal,
            walks=stores.walks,
            wishes=stores.wishes,
            audit=stores.audit,
            at=at or utc_now(),
        )

    def prove(self, member_id: str, texts: dict[str, str]) -> Proof:
        search = Search(member_id, texts)
        search.databases(self.databases)
        return search.proof

    def _take(self) -> list[Event]:
        found = []
        for database, outboxes in (
            (self.alumni, self.alumni_stores.outboxes),
            (self.groups, self.groups_stores.outboxes),
            (self.notify, ("erasures",)),
        ):
            for name in outboxes:
                for document in list(database[name].find({"outbox.0": {"$exists": True}})):
                    for entry in document["outbox"]:
                        record = to_record("test", document["_id"], entry)
                        found.append(from_record(record.topic, record.key, record.value, record.headers))
                    database[name].update_one({"_id": document["_id"]}, {"$set": {"outbox": []}})
        return found
