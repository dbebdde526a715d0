"""A person who is to be erased, what they write, and who else there is."""

from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import TestResponse

from alumni.domain.centre import Centre
from alumni.domain.member import Member
from alumni.handlers.profile import change
from chassis.ids import new_id
from tests.alumni.client import Person
from tests.alumni.keys import phone
from tests.groups.api import Caller
from tests.rights.worlds import Network

PHONE, EMAIL = "+919812345670", "leaving@example.org"
CENTRE, OTHER_CENTRE = "1" * 32, "2" * 32
YES = {"notice": "2026-11", "language": "pa"}


@dataclass
class Traces:
    """A person, and every text of theirs that has to be gone afterwards, by what it is."""

    network: Network
    person: Person
    member_id: str
    texts: dict[str, str] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)  # Those of the texts that are the person's own words.
    others: int = 0

    def text(self, what: str) -> str:
        """Invent a text that the person writes, found nowhere else."""
        letters = new_id().translate(str.maketrans("0123456789", "ghijklmnop"))  # No number, to be masked.
        written = f"word {letters}"
        self.texts[what] = written
        self.written.append(written)
        return written

    @property
    def caller(self) -> Caller:
        return self.network.in_groups(self.member_id)

    def settle(self) -> None:
        """Be at home in a centre, as others are; there is another one besides."""
        stores = self.network.alumni_stores
        for centre_id in (CENTRE, OTHER_CENTRE):
            stores.centres.add(Centre(id=centre_id, name=f"Centre {centre_id[0]}", city="Ludhiana"))
        change(self.member_id, lambda member: member.confirm_home(CENTRE), members=stores.members)

    def other(self, centre_id: str | None = CENTRE) -> Person:
        """Somebody else, who agrees to mentoring, at home in a centre or in none."""
        person = self._signed_in(centre_id)
        assert done(person.call("PUT", "/me/consents/mentoring", json=YES))
        return person

    def coordinator(self, centre_id: str = CENTRE) -> Person:
        """Somebody else, who acts for a centre."""
        return self._acting(lambda member: member.appoint_coordinator(centre_id))

    def administrator(self) -> Person:
        """Somebody else, who acts for the network."""
        return self._acting(Member.appoint_network_administrator)

    def _acting(self, decide: Any) -> Person:
        person = self._signed_in(None)
        change(person.member_id, decide, members=self.network.alumni_stores.members)
        person.sign_in(phone=person.phone)
        return person

    def _signed_in(self, centre_id: str | None) -> Person:
        self.others += 1
        person = self.network.person()
        person.phone = f"+9198123999{self.others:02}"
        person.member_id = person.sign_in(phone=person.phone)["member"]["id"]
        if centre_id:
            members = self.network.alumni_stores.members
            change(person.member_id, lambda member: member.confirm_home(centre_id), members=members)
        return person


def join(network: Network) -> Traces:
    """Join with a phone and an e-mail address, under a handle of one's own."""
    person = network.person()
    member_id = person.sign_in(phone=PHONE)["member"]["id"]
    answer = person.post("/me/contacts", {"email": EMAIL})
    code = person.code_of(answer.json["attempt_id"])
    added = person.post("/me/contacts/verifications", {"attempt_id": answer.json["attempt_id"], "code": code})
    assert added.status_code == 200
    handle = person.patch("/me", {"handle": "quiet-leaver-of-ours"}).json["handle"]
    member = network.alumni["members"].find_one({"_id": member_id})
    assert member is not None
    texts = {"phone": PHONE, "e-mail": EMAIL, "handle": handle, "index of the phone": phone(PHONE).index}
    texts |= {f"sealed {each['channel']}": each["sealed"] for each in member["contacts"]}
    return Traces(network=network, person=person, member_id=member_id, texts=texts)


def done(answer: TestResponse) -> Any:
    """Give what was answered, or True for nothing; a refusal fails the test."""
    assert answer.status_code < 300, answer.json
    return answer.json or True
