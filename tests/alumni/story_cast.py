"""An author of one centre, coordinators of theirs and another, and readers, at the HTTP API of alumni."""

from itertools import count
from typing import Any

from pymongo.database import Database
from werkzeug.test import TestResponse

from alumni.adapters.stores import Stores
from alumni.domain.centre import Centre
from alumni.domain.commands import AppointCoordinator, AppointNetworkAdministrator
from alumni.domain.consent import NOTICE
from alumni.handlers.profile import change
from alumni.handlers.staff import appoint_coordinator, appoint_network_administrator
from chassis.clock import utc_now
from tests.alumni.client import Person
from tests.alumni.keys import phone

OURS, OTHERS = "a" * 32, "b" * 32
DRAFT = {
    "kind": "story",
    "topics": ["cravings", "family"],
    "language": "en",
    "title": "One day more",
    "text": "I wrote 98765 43210 on a paper and called. Mail me at asha@example.org.",
}


class Cast:
    """An author of one centre, coordinators of theirs and another, and a reader."""

    def __init__(self, person: Person) -> None:
        self.first = person
        self.stores = Stores(person.database)
        for centre_id, city in ((OURS, "Ludhiana"), (OTHERS, "Amritsar")):
            self.stores.centres.add(Centre(id=centre_id, name=f"Sandbox {city}", city=city))
        self.numbers = count()
        self.author = self.member(OURS)
        self.reader = self.member(OTHERS)
        self.own_coordinator = self.coordinator(OURS)
        self.reviewer = self.coordinator(OTHERS)

    def member(self, centre_id: str | None = None) -> Person:
        somebody = self._signed_in(f"+9198765100{next(self.numbers):02d}")
        if centre_id:
            change(
                whose(somebody), lambda member: member.confirm_home(centre_id), members=self.stores.members
            )
        return somebody

    def settle(self, person: Person, centre_id: str) -> None:
        change(whose(person), lambda member: member.confirm_home(centre_id), members=self.stores.members)

    def administrator(self) -> Person:
        number = f"+9198765300{next(self.numbers):02d}"
        appoint_network_administrator(
            AppointNetworkAdministrator(contact=phone(number)), members=self.stores.members, at=utc_now()
        )
        return self._signed_in(number)

    def coordinator(self, centre_id: str, *, add: bool = False) -> Person:
        if add:
            self.stores.centres.add(Centre(id=centre_id, name="Sandbox Moga", city="Moga"))
        number = f"+9198765200{next(self.numbers):02d}"
        appoint_coordinator(
            AppointCoordinator(contact=phone(number), centre_id=centre_id),
            centres=self.stores.centres,
            members=self.stores.members,
            at=utc_now(),
        )
        return self._signed_in(number)

    def draft(self, **changes: Any) -> str:
        answer = self.author.post("/me/stories", {**DRAFT, **changes})
        assert answer.status_code == 201, answer.json
        return str(answer.json["id"])

    def accepted(self, **changes: Any) -> str:
        story_id = self.draft(**changes)
        assert self.author.post(f"/me/stories/{story_id}/submission", None).status_code == 200
        assert self.reviewer.post(f"/reviews/{story_id}/lease", None).status_code == 200
        assert self.reviewer.post(f"/reviews/{story_id}/acceptance", None).status_code == 204
        return story_id

    def publish(self, story_id: str, audience: str = "network", **terms: Any) -> TestResponse:
        terms = {"audience": audience, "notice": NOTICE, **terms}
        return self.author.post(f"/me/stories/{story_id}/publication", terms)

    def published(self, audience: str = "network", **changes: Any) -> str:
        story_id = self.accepted(**changes)
        answer = self.publish(story_id, audience)
        assert answer.status_code == 200, answer.json
        return story_id

    def _signed_in(self, number: str) -> Person:
        somebody = Person(self.first.app, self.first.database)
        somebody.sign_in(phone=number)
        return somebody


def whose(person: Person) -> str:
    return str(person.get("/me").json["id"])


def told(database: Database[dict[str, Any]], story_id: str) -> list[tuple[str, dict[str, Any]]]:
    story = database["stories"].find_one({"_id": story_id})
    assert story is not None
    return [(each["type"], each["data"]) for each in story["outbox"]]
