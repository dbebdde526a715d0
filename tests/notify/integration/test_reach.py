"""Contacts that are dead for good: nobody writes to them, a fact tells of it, and a coordinator sees who."""

from datetime import timedelta

import pytest

from chassis.clock import utc_now
from chassis.ids import derived_id
from notify.adapters.email import SmtpEmails
from notify.adapters.mongo_contacts import MongoContacts
from notify.adapters.mongo_reach import MongoReach
from notify.adapters.mongo_refusals import DEAD, MongoRefusals
from notify.domain.contacts import Channel
from notify.domain.delivery import Refused, after_outcome
from notify.handlers.reach import note_dead_contacts
from tests.notify import api, examples

CENTRE = derived_id("a centre")


@pytest.fixture
def refuse(database, mongo_stores):
    """Let a provider refuse a text to the member, and let that be noted; gives how many are new."""

    def refuse_one(code: str = "21614", **differences: object) -> int:
        mongo_stores.messages.add_once([examples.message(**differences)])
        [taken] = mongo_stores.messages.claim("sms", "twilio", examples.lease(), 1, utc_now())
        mongo_stores.messages.apply([after_outcome(taken, Refused(code), utc_now())])
        return note_dead_contacts(MongoRefusals(database), MongoReach(database), utc_now())

    mongo_stores.contacts.keep(examples.contacts())
    database["contacts"].update_one({"_id": examples.MEMBER}, {"$set": {"centre_id": CENTRE}})
    return refuse_one


def facts(database) -> list[tuple[str, int]]:
    found = database["reach"].find_one({"_id": examples.MEMBER}) or {"outbox": []}
    return [(each["type"].split(".")[2], each["seq"]) for each in found["outbox"]]


def unreachable(database) -> frozenset[str]:
    return MongoContacts(database).of([examples.MEMBER])[examples.MEMBER].unreachable


def test_a_dead_number_is_noted_and_told_once(database, refuse):
    assert (refuse(), refuse()) == (1, 0)

    assert unreachable(database) == {"sms"}
    assert facts(database) == [("unreachable", 1)]


def test_a_reason_of_the_message_suppresses_nothing(database, refuse):
    assert refuse("30003") == 0

    assert (unreachable(database), facts(database)) == (frozenset(), [])


@pytest.fixture
def send_email(database, mongo_stores, settings, refuse):
    """Send the member an e-mail over SMTP, and let a dead address be noted; gives how many are new."""
    emails = SmtpEmails(settings, step_timeout=1)

    def send_one() -> int:
        mongo_stores.messages.add_once([examples.message(channel=Channel.EMAIL)])
        [taken] = mongo_stores.messages.claim("email", "smtp", examples.lease(), 1, utc_now())
        envelope = examples.writing().envelope(taken, examples.SEALED[Channel.EMAIL])
        mongo_stores.messages.apply([after_outcome(taken, emails.send(envelope), utc_now())])
        return note_dead_contacts(MongoRefusals(database), MongoReach(database), utc_now())

    yield send_one
    emails.close()


@pytest.mark.parametrize("step", ["recipient_reply", "data_reply"])
def test_an_address_that_the_mail_server_does_not_know_is_dead(database, send_email, mail_server, step):
    setattr(mail_server, step, "550 5.1.1 No such user")

    assert (send_email(), send_email()) == (1, 0)
    assert unreachable(database) == {"email"}
    [item] = ask(database, CENTRE).json["items"]
    assert [each["channel"] for each in item["channels"]] == ["email"]


@pytest.mark.parametrize("reply", ["550 5.7.1 A policy", "550 Nobody", "552 5.2.2 Full", "450 5.1.1 Not now"])
def test_any_other_refusal_of_the_mail_server_says_nothing_of_the_address(
    database, send_email, mail_server, reply
):
    mail_server.recipient_reply = reply

    assert send_email() == 0
    assert (unreachable(database), facts(database)) == (frozenset(), [])


def test_another_contact_is_reachable_until_it_fails_too(database, refuse, mongo_stores):
    refuse()
    mongo_stores.contacts.keep_contact(examples.MEMBER, Channel.SMS, examples.seal("+919812345678"), 2)
    assert unreachable(database) == frozenset()
    refuse()

    assert unreachable(database) == {"sms"}
    assert facts(database) == [("unreachable", 1), ("reachable", 2), ("unreachable", 3)]


def test_a_late_word_on_the_contact_before_does_not_kill_the_new_one(database, refuse, mongo_stores):
    mongo_stores.messages.add_once([examples.message()])
    [taken] = mongo_stores.messages.claim("sms", "twilio", examples.lease(), 1, utc_now())
    mongo_stores.contacts.keep_contact(examples.MEMBER, Channel.SMS, examples.seal("+919812345678"), 2)
    mongo_stores.messages.apply([after_outcome(taken, Refused("21614"), utc_now())])

    later = utc_now() + timedelta(seconds=1)
    assert note_dead_contacts(MongoRefusals(database), MongoReach(database), later) == 0
    assert unreachable(database) == frozenset()


def test_a_removed_contact_is_not_dead_any_more(database, refuse, mongo_stores):
    refuse()
    mongo_stores.contacts.drop_contact(examples.MEMBER, Channel.SMS, 2)

    assert (unreachable(database), facts(database)[-1]) == (frozenset(), ("reachable", 2))


def test_every_provider_says_by_which_codes_a_contact_is_dead():
    assert all(codes for codes in DEAD.values())


def ask(database, centre: str | None, role: str = "coordinator", query: str = ""):
    client = api.bound(database).test_client()
    headers = api.authorization("f" * 32, role, centre)
    return client.get(f"/api/notify/unreachable{query}", headers=headers)


def test_a_coordinator_sees_who_of_the_own_centre_cannot_be_reached_and_no_contact(database, refuse):
    refuse()
    said = ask(database, CENTRE)

    [item] = said.json["items"]
    assert (item["member_id"], [each["channel"] for each in item["channels"]]) == (examples.MEMBER, ["sms"])
    assert examples.NUMBER not in said.text
    assert ask(database, derived_id("another centre")).json == {"items": [], "next_cursor": None}
    assert ask(database, None, "member").status_code == 403


def test_the_list_comes_in_pages(database, mongo_stores):
    members = sorted(derived_id("somebody", str(number)) for number in range(3))
    for member in members:
        mongo_stores.contacts.keep(examples.contacts(member))
        MongoReach(database).lost(member, "email", utc_now(), utc_now())
    database["contacts"].update_many({}, {"$set": {"centre_id": CENTRE}})

    first = ask(database, CENTRE, query="?page_size=2").json
    second = ask(database, CENTRE, query=f"?page_size=2&cursor={first['next_cursor']}").json
    assert [each["member_id"] for each in first["items"] + second["items"]] == members
    assert second["next_cursor"] is None
