"""What one person leaves in every feature: a filler each. A new feature adds its own to FILLERS."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from chassis.clock import utc_now
from chassis.ids import new_id
from groups.domain.roster import Roster
from tests.alumni.client import Person
from tests.alumni.keys import phone
from tests.groups.api import Caller
from tests.groups.attending import a_date, a_group
from tests.rights.worlds import Network

PHONE, EMAIL = "+919812345670", "leaving@example.org"


@dataclass
class Traces:
    """A person, and every text of theirs that has to be gone afterwards, by what it is."""

    network: Network
    person: Person
    member_id: str
    texts: dict[str, str] = field(default_factory=dict)

    def text(self, what: str) -> str:
        """Invent a text that the person writes, found nowhere else."""
        letters = new_id().translate(str.maketrans("0123456789", "ghijklmnop"))  # No number, to be masked.
        written = f"word {letters}"
        self.texts[what] = written
        return written

    @property
    def caller(self) -> Caller:
        return self.network.in_groups(self.member_id)


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


def consents(traces: Traces) -> None:
    yes = {"notice": "2026-11", "language": "pa"}
    assert traces.person.call("PUT", "/me/consents/figures", json=yes).status_code == 200


def codes(traces: Traces) -> None:
    """Ask for a code that is never used."""
    traces.person.request_code(phone=PHONE)


def meetings(traces: Traces) -> None:
    """Hold a seat to come, wait in a queue, and have been somewhere."""
    stores, now = traces.network.groups_stores, utc_now()
    registered = traces.caller.register(a_date(stores, now + timedelta(days=1)))
    assert registered.status_code == 201, registered.json
    past = a_date(stores, now - timedelta(hours=1))
    stores.rows.update_one({"_id": past}, {"$set": {"seats": [{"id": new_id(), "member": traces.member_id}]}})
    full = a_date(stores, now + timedelta(days=2), capacity=1, seats=[{"id": new_id(), "member": new_id()}])
    assert traces.caller.register(full).json["state"] == "queued"


def boards(traces: Traces) -> None:
    """Write a thread, answer somebody, hear somebody, report somebody."""
    network = traces.network
    other = network.in_groups(new_id())
    group = a_group(network.groups_stores, traces.member_id)
    for each in (traces.member_id, other.member_id):
        membership = network.groups_stores.memberships.of(group.id, each)
        membership.admit(utc_now())
        network.groups_stores.memberships.save(membership)
    network.groups_stores.rosters.save(Roster(group_id=group.id, time_zone="Asia/Kolkata"))
    written = {"title": traces.text("title of a thread"), "text": traces.text("text of a thread")}
    begun = traces.caller.post(f"/boards/{group.id}/threads", json=written)
    assert begun.status_code == 201, begun.json
    thread_id = begun.json["post"]["thread_id"]
    answer = other.post(f"/threads/{thread_id}/posts", json={"text": "an answer that stays"})
    assert answer.status_code == 201, answer.json
    post_id = answer.json["post"]["id"]
    heard = traces.caller.call("PUT", f"/posts/{post_id}/hears")
    assert heard.status_code < 300, heard.json
    report = {"reason": "spam", "note": traces.text("note of a report")}
    reported = traces.caller.post(f"/posts/{post_id}/reports", json=report)
    assert reported.status_code < 300, reported.json


FILLERS: tuple[Callable[[Traces], None], ...] = (consents, codes, meetings, boards)
