"""Break-glass: two persons, the least that is needed, shown once, and the member hears of it."""

from datetime import timedelta
from typing import Any

import pytest

from alumni.adapters.stores import Stores
from alumni.domain.audit import verify
from alumni.handlers.profile import change
from chassis.clock import utc_now
from notify.adapters.sealing import PrivateSeal
from notify.bootstrap import bind
from tests.alumni.client import Person
from tests.alumni.keys import NOTIFY_KEY
from tests.notify import api as notify_api
from tests.notify.examples import NUMBER_INDEX
from tests.rights.traces import EMAIL, PHONE, Traces, join
from tests.rights.worlds import Network

CENTRE = "c" * 32
ASKING = {
    "threat_to_life": True,
    "reason": "They wrote a farewell on the board an hour ago.",
    "channels": ["sms"],
}


class Desk:
    """A member of a centre, two coordinators of it, one of another, and the API of notify."""

    def __init__(self, network: Network) -> None:
        self.network, self.stores = network, Stores(network.alumni)
        self.member: Traces = join(network)
        change(self.member.member_id, lambda each: each.confirm_home(CENTRE), members=self.stores.members)
        self.first, self.second = self.coordinator(1), self.coordinator(2)
        self.elsewhere = self.coordinator(3, "d" * 32)
        network.carry()
        self.notify = notify_api.app()
        seal = PrivateSeal(bytes(NOTIFY_KEY).hex().encode())
        bind(
            self.notify,
            network.notify,
            "token",
            "https://hamrah.example",
            NUMBER_INDEX,
            seal,
            notify_api.LINKS,
        )

    def coordinator(self, number: int, centre_id: str = CENTRE) -> Person:
        phone = f"+91981234560{number}"
        person = self.network.person()
        member_id = person.sign_in(phone=phone)["member"]["id"]
        change(member_id, lambda each: each.appoint_coordinator(centre_id), members=self.stores.members)
        person.sign_in(phone=phone)
        return person

    def ask(self, person: Person, **differences: Any) -> Any:
        path = f"/centre/members/{self.member.member_id}/break-glass"
        return person.post(path, {**ASKING, **differences})

    def confirm(self, person: Person, glass_id: str) -> Any:
        return person.post(f"/break-glass/{glass_id}/confirmation", None)

    def see(self, person: Person, glass_id: str) -> Any:
        who = person.get("/me").json["id"]
        headers = notify_api.authorization(who, "coordinator")
        return self.notify.test_client().get(f"/api/notify/opened-contacts/{glass_id}", headers=headers)


@pytest.fixture
def desk(network: Network) -> Desk:
    return Desk(network)


def test_two_persons_open_one_contact_which_is_shown_once(desk: Desk):
    asked = desk.ask(desk.first)
    assert (asked.status_code, asked.json["channels"]) == (201, ["sms"])
    glass_id = asked.json["id"]
    assert [each["id"] for each in desk.second.get("/break-glass").json["items"]] == [glass_id]
    assert desk.see(desk.first, glass_id).status_code == 404

    assert desk.confirm(desk.second, glass_id).status_code == 204
    desk.network.carry()

    assert desk.see(desk.second, glass_id).status_code == 404  # Only who asked may see it,
    shown = desk.see(desk.first, glass_id)
    assert shown.json == {"contacts": [{"channel": "sms", "contact": PHONE}]}
    assert EMAIL not in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert desk.see(desk.first, glass_id).status_code == 404  # and once.


def test_the_member_is_told_at_once_and_sees_who_and_why(desk: Desk):
    glass_id = desk.ask(desk.first).json["id"]
    desk.confirm(desk.second, glass_id)
    desk.network.carry()

    told = {"member_id": desk.member.member_id, "template": "contact-opened", "urgency": 0}
    assert desk.network.notify["messages"].count_documents(told) == 2
    (shown,) = desk.member.person.get("/me/break-glass").json["items"]
    assert shown["reason"] == ASKING["reason"]
    assert {shown["asked_by"], shown["confirmed_by"]} == {
        desk.first.get("/me").json["id"],
        desk.second.get("/me").json["id"],
    }


def test_the_audit_log_has_both_and_is_unbroken(desk: Desk):
    glass_id = desk.ask(desk.first).json["id"]
    desk.confirm(desk.second, glass_id)

    entries = desk.stores.audit.page(about=desk.member.member_id, behind=None, limit=10)
    assert [each.act for each in entries] == ["break-glass-confirmed", "break-glass-asked"]
    assert ASKING["reason"] not in str(entries)
    assert verify(desk.stores.audit.chain()).unbroken


def test_nobody_confirms_their_own_wish_and_no_other_centre_has_a_say(desk: Desk):
    glass_id = desk.ask(desk.first).json["id"]

    own = desk.confirm(desk.first, glass_id)
    assert (own.status_code, own.json["code"]) == (409, "another-person")
    assert desk.confirm(desk.elsewhere, glass_id).status_code == 404
    assert desk.elsewhere.get("/break-glass").json["items"] == []
    assert desk.ask(desk.elsewhere).status_code == 404


def test_after_an_hour_nobody_confirms_any_more(desk: Desk):
    glass_id = desk.ask(desk.first).json["id"]
    desk.network.alumni["glasses"].update_one(
        {"_id": glass_id}, {"$set": {"asked_at": utc_now() - timedelta(minutes=61)}}
    )

    assert desk.confirm(desk.second, glass_id).status_code == 404


def test_after_a_quarter_of_an_hour_it_is_not_shown_any_more(desk: Desk):
    glass_id = desk.ask(desk.first).json["id"]
    desk.confirm(desk.second, glass_id)
    desk.network.carry()
    desk.network.notify["glasses"].update_one({"_id": glass_id}, {"$set": {"until": utc_now()}})

    assert desk.see(desk.first, glass_id).status_code == 404


@pytest.mark.parametrize(
    "differences",
    [{"threat_to_life": False}, {"reason": "because"}, {"channels": []}, {"reason": "x" * 501}],
)
def test_there_is_no_other_reason_and_no_opening_without_one(desk: Desk, differences: dict):
    assert desk.ask(desk.first, **differences).status_code == 422


def test_what_was_written_of_a_member_goes_with_the_member(desk: Desk):
    desk.ask(desk.first)
    desk.member.person.post("/me/erasure", {"word": "erase everything"})
    desk.network.round()
    desk.network.carry()

    texts = {**desk.member.texts, "the reason": ASKING["reason"]}
    assert desk.network.prove(desk.member.member_id, texts).holds
