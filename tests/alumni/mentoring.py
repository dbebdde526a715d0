"""People of one centre who mentor and are mentored, at the HTTP API on the real MongoDB."""

from datetime import timedelta
from typing import Any

from flask import Flask
from pymongo.database import Database

from alumni.adapters.stores import Stores
from alumni.domain.member import Gender, Member
from alumni.handlers.profile import change
from chassis.clock import utc_now
from tests.alumni.client import Person, application

CENTRE, OTHER_CENTRE = "c" * 32, "d" * 32
OFFERING = {
    "languages": ["pa", "hi"],
    "topics": ["cravings", "work"],
    "hours": ["weekday-evenings", "weekend-mornings"],
}
TRAINING = {"course": "Peer mentor course", "finished_on": "2026-01-15"}
APPLICATION = {**OFFERING, "training": TRAINING}


class Town:
    """Makes people, each with a phone of their own."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.app: Flask = application(database)
        self.database = database
        self.stores = Stores(database)
        self._number = 0

    def person(self, centre_id: str | None = CENTRE, gender: Gender | None = None) -> Person:
        """Somebody who has joined, and agrees to mentoring."""
        self._number += 1
        person = Person(self.app, self.database)
        phone = f"+9198765{self._number:05d}"
        signed_in = person.sign_in(phone=phone)
        person.member_id = signed_in["member"]["id"]
        person.phone = phone

        def decide(member: Member) -> None:
            member.gender = gender
            if centre_id:
                member.confirm_home(centre_id)

        change(person.member_id, decide, members=self.stores.members)
        self.agree(person)
        return person

    def agree(self, person: Person) -> None:
        """Give the consent to mentoring."""
        self.stores.consents.give(
            person.member_id, ["mentoring"], notice="2026-11", language="en", at=utc_now()
        )

    def sober(self, person: Person, days: int) -> None:
        """Put a date on record."""
        started_at = utc_now() - timedelta(days=days)
        self.database["sobriety"].update_one(
            {"_id": person.member_id}, {"$set": {"started_at": started_at}}, upsert=True
        )

    def coordinator(self, centre_id: str = CENTRE) -> Person:
        """Somebody who acts for a centre."""
        person = self.person(centre_id)
        change(
            person.member_id,
            lambda member: member.appoint_coordinator(centre_id),
            members=self.stores.members,
        )
        person.sign_in(phone=person.phone)
        return person

    def mentor(
        self,
        coordinator: Person,
        *,
        centre_id: str = CENTRE,
        gender: Gender | None = None,
        **offering: Any,
    ) -> Person:
        """Somebody whom their centre has approved."""
        person = self.person(centre_id, gender)
        self.sober(person, 400)
        applied = person.post("/me/mentor", {**APPLICATION, **offering})
        assert applied.status_code == 201, applied.json
        approved = coordinator.post(f"/centre/mentors/{person.member_id}/approval", None)
        assert approved.status_code == 204, approved.json
        return person
