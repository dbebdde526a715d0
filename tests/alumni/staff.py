"""Centres with the people who act for them, and members at home there, signed in."""

from typing import Any

from flask import Flask
from pymongo.database import Database

from alumni.adapters.stores import Stores
from alumni.domain.commands import AppointCoordinator, AppointNetworkAdministrator
from alumni.handlers.profile import change
from alumni.handlers.staff import appoint_coordinator, appoint_network_administrator
from chassis.clock import utc_now
from tests.alumni.client import Person
from tests.alumni.keys import phone

CENTRE, OTHER_CENTRE = "c" * 32, "d" * 32


class Network:
    """Two active centres, and whoever is asked for; each has a number of its own."""

    def __init__(self, app: Flask, database: Database[dict[str, Any]]) -> None:
        self.app = app
        self.database = database
        self.stores = Stores(database)
        self._numbers = iter(range(9876510000, 9876519999))
        for number, centre_id in enumerate((CENTRE, OTHER_CENTRE)):
            self.set_centre(centre_id, name=f"Centre {number}", city="Ludhiana", state="active")

    def set_centre(self, centre_id: str, **fields: Any) -> None:
        """Change a centre as its own subject does, without asking how."""
        self.database["centres"].update_one({"_id": centre_id}, {"$set": fields}, upsert=True)

    def member(self, home: str | None = CENTRE) -> Person:
        """Somebody signed in, at home in a centre or in none."""
        person = Person(self.app, self.database)
        member_id = person.sign_in(phone=self._number())["member"]["id"]
        if home:
            change(member_id, lambda member: member.confirm_home(home), members=self.stores.members)
        return person

    def coordinator(self, centre_id: str = CENTRE) -> Person:
        """Somebody who acts for a centre."""
        number = self._number()
        command = AppointCoordinator(contact=phone(number), centre_id=centre_id)
        stores = self.stores
        appoint_coordinator(command, centres=stores.centres, members=stores.members, at=utc_now())
        return self._signed_in(number)

    def administrator(self) -> Person:
        """Somebody who acts for the network."""
        number = self._number()
        command = AppointNetworkAdministrator(contact=phone(number))
        appoint_network_administrator(command, members=self.stores.members, at=utc_now())
        return self._signed_in(number)

    def told(self, collection: str) -> list[str]:
        """The types of the events that wait in a collection, document by document."""
        rows = self.database[collection].find({}, {"outbox.type": True})
        return [entry["type"] for row in rows for entry in row.get("outbox", [])]

    def _signed_in(self, number: str) -> Person:
        person = Person(self.app, self.database)
        person.sign_in(phone=number)
        return person

    def _number(self) -> str:
        return f"+91{next(self._numbers)}"
