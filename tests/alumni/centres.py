"""A centre on its way through the network, over HTTP: who applies, who verifies, and the steps between."""

from datetime import timedelta
from typing import Any

from pymongo.database import Database
from werkzeug.test import TestResponse

from alumni.adapters.stores import Stores
from alumni.domain.centre_details import CHECKLIST
from alumni.domain.centre_state import AGREEMENT
from alumni.domain.member import Member
from alumni.handlers.profile import change
from chassis.clock import utc_now
from tests.alumni.client import Person, application


def application_body(**said: Any) -> dict[str, Any]:
    """What somebody says of a centre, all of it."""
    return {
        "name": "Nava Savera Kendra",
        "city": "Jalandhar",
        "district": "Jalandhar",
        "region": "Punjab",
        "latitude": 31.326,
        "longitude": 75.5762,
        "category": "de-addiction",
        "licence": licence(days=365),
        "owner": "Savera Trust",
        "responsible_person": "Dr Harpreet Kaur",
        **said,
    }


def licence(*, days: int, number: str = "PB/2026/117") -> dict[str, str]:
    """A licence that ends in so many days."""
    return {"number": number, "expires_on": (utc_now() + timedelta(days=days)).date().isoformat()}


class CentreOffice:
    """People at the API of one database: applicants and coordinators, and a network administrator."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.app = application(database)
        self.stores = Stores(database)
        self.database = database
        self._people = 0
        self.network = self.person()
        change(self.id_of(self.network), Member.appoint_network_administrator, members=self.stores.members)
        self.renew(self.network)

    def person(self) -> Person:
        """Somebody new, signed in."""
        self._people += 1
        person = Person(self.app, self.database)
        person.sign_in(phone=f"+91987600{self._people:04}")
        return person

    def renew(self, person: Person) -> None:
        """Have the roles of now in the token."""
        answer = person.post("/sessions/refresh", {"refresh_token": person.refresh_token})
        assert answer.status_code == 200, answer.json
        person.access_token, person.refresh_token = answer.json["access_token"], answer.json["refresh_token"]

    def id_of(self, person: Person) -> str:
        return str(person.get("/me").json["id"])

    def apply(self, person: Person, **said: Any) -> str:
        answer = person.post("/centres/applications", application_body(**said))
        assert answer.status_code == 201, answer.json
        return str(answer.json["id"])

    def check(self, centre_id: str, items: Any = CHECKLIST) -> TestResponse:
        return self.network.call(
            "PUT", f"/network/centres/{centre_id}/checklist", json={"items": sorted(items)}
        )

    def approve(self, centre_id: str) -> TestResponse:
        self.check(centre_id)
        return self.network.call("POST", f"/network/centres/{centre_id}/approval")

    def accept(self, person: Person, centre_id: str) -> TestResponse:
        return person.post(f"/centres/applications/{centre_id}/agreement", {"version": AGREEMENT})

    def active(self, person: Person, **said: Any) -> str:
        """A centre that takes part, coordinated by a person whose token says so."""
        centre_id = self.apply(person, **said)
        assert self.approve(centre_id).status_code == 200
        assert self.accept(person, centre_id).status_code == 200
        self.renew(person)
        return centre_id

    def told(self, centre_id: str) -> list[str]:
        """The facts of a centre that wait for the relay."""
        document = self.database["centres"].find_one({"_id": centre_id})
        assert document is not None
        return [
            each["type"].removeprefix("alumni.centre.").removesuffix(".v1") for each in document["outbox"]
        ]

    def acts(self, centre_id: str) -> list[str]:
        """What the audit log says of a centre, the first first."""
        return [each.act for each in self.stores.audit.page(about=centre_id, behind=None, limit=100)][::-1]
