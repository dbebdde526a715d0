"""STOP and START: they hold at once, for the number, whoever has it or will have it."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from pymongo.database import Database

from chassis.clock import utc_now
from notify.adapters.indexes import ensure_indexes
from notify.adapters.mongo_contacts import MongoContacts
from notify.adapters.mongo_messages import MongoMessages
from notify.adapters.sealing import PrivateSeal
from notify.bootstrap import desk
from notify.domain.contacts import Channel
from notify.domain.message import State, Urgency
from notify.handlers.answers import receive_text
from notify.handlers.stopping import start_member
from tests.notify import api, examples
from tests.notify.texting import facts, replies, write

OTHER = "a0" * 16
STRANGER = "+919876500000"


@pytest.fixture
def contacts(database: Database[dict[str, Any]]) -> MongoContacts:
    ensure_indexes(database)
    kept = MongoContacts(database, examples.SEALED_NUMBERS)
    kept.keep(examples.contacts())
    return kept


@pytest.fixture
def client(database: Database[dict[str, Any]], contacts: MongoContacts) -> FlaskClient:
    return api.bound(database).test_client()


def stopped(contacts: MongoContacts, member_id: str = examples.MEMBER) -> frozenset[str]:
    return contacts.of([member_id])[member_id].stopped


def test_stop_holds_from_the_same_request_on_and_is_told_once(client, database, contacts):
    for number in range(3):
        assert write(client, "STOP", sid=f"SM{number}").status_code == 204

    assert stopped(contacts) == {"sms"}
    assert replies(database) == ["stopped"]
    assert [each["member_id"] for each in facts(database, "notify.texts.stopped.v1")] == [examples.MEMBER]


def test_what_waits_fails_and_lets_the_next_channel_follow(client, database):
    now = utc_now()
    later = {"due_at": now + timedelta(hours=9), "expires_at": now + timedelta(days=2)}
    waiting = examples.message(route=("email",), **later)
    of_many = examples.message(broadcast_id="b" * 32, urgency=Urgency.BULK)
    mail = examples.message(channel="email")
    messages = MongoMessages(database)
    messages.add_once([waiting, of_many, mail])

    write(client, "ਬੰਦ ਕਰੋ")

    fates = [(found.state, found.reason) for each in (waiting, of_many) if (found := messages.find(each.id))]
    assert fates == [(State.FAILED, "stopped")] * 2
    assert messages.find(mail.id).state is State.CREATED
    assert [each.id for each in messages.to_follow(utc_now(), 10)] == [waiting.id]


def test_the_confirming_text_goes_to_the_number_and_to_no_member(client, database):
    write(client, "STOP")

    row = database["messages"].find_one({"template": "stopped"})
    assert "member_id" not in row
    assert PrivateSeal(examples.PRIVATE_KEY_HEX).unseal(row["sealed_recipient"]) == examples.NUMBER


def test_start_undoes_stop(client, database, contacts):
    write(client, "STOP", sid="SM1")
    write(client, "शुरू करो", sid="SM2")
    write(client, "START", sid="SM3")

    assert stopped(contacts) == frozenset()
    assert replies(database) == ["stopped", "started"]
    assert len(facts(database, "notify.texts.started.v1")) == 1


def test_a_stop_that_the_provider_repeats_after_start_stops_nothing(client, contacts):
    write(client, "STOP", sid="SM1")
    write(client, "START", sid="SM2")
    write(client, "STOP", sid="SM1")

    assert stopped(contacts) == frozenset()


def test_a_late_stop_that_was_written_before_start_stops_nothing(database, contacts):
    at = utc_now()
    taken = desk(database, examples.NUMBER_INDEX, PrivateSeal(examples.PRIVATE_KEY_HEX))

    receive_text("one", examples.NUMBER, "START", taken, at)
    receive_text("two", examples.NUMBER, "STOP", taken, at, written_at=at - timedelta(minutes=1))

    assert stopped(contacts) == frozenset()


def test_a_stop_whose_answer_was_lost_is_answered_when_it_comes_again(client, database, contacts):
    write(client, "STOP")
    database["answers"].delete_many({})
    database["messages"].delete_many({})

    write(client, "STOP")

    assert replies(database) == ["stopped"]
    assert len(facts(database, "notify.texts.stopped.v1")) == 1


def test_a_number_of_several_is_stopped_for_all_of_them(client, database, contacts):
    contacts.keep(examples.contacts(OTHER))

    write(client, "stop")

    assert stopped(contacts) == stopped(contacts, OTHER) == {"sms"}
    assert {each["member_id"] for each in facts(database, "notify.texts.stopped.v1")} == {
        examples.MEMBER,
        OTHER,
    }


def test_a_strangers_stop_gets_the_same_answer_and_holds_for_who_adds_the_number_later(
    client, database, contacts
):
    sealed = examples.seal(STRANGER)

    answer = write(client, "STOP", From=STRANGER)
    contacts.keep_contact(examples.MEMBER, Channel.SMS, sealed, 2)

    assert (answer.status_code, replies(database)) == (204, ["stopped"])
    assert stopped(contacts) == {"sms"}
    assert STRANGER[1:] not in str(list(database["stopped_numbers"].find()))


def test_another_number_of_the_member_is_not_stopped(client, contacts):
    write(client, "STOP")

    contacts.keep_contact(examples.MEMBER, Channel.SMS, examples.seal(STRANGER), 2)

    assert stopped(contacts) == frozenset()


def test_a_member_starts_again_on_their_page_and_it_is_told(client, database, contacts):
    write(client, "STOP")
    taken = desk(database, examples.NUMBER_INDEX, PrivateSeal(examples.PRIVATE_KEY_HEX))

    for _ in range(2):
        member = contacts.of([examples.MEMBER])[examples.MEMBER]
        start_member(member, taken.numbers, taken.answers, utc_now())

    assert stopped(contacts) == frozenset()
    assert len(facts(database, "notify.texts.started.v1")) == 1


def test_the_api_shows_what_is_stopped_and_starts_it(client, contacts):
    path, me = "/api/notify/preferences/stopped", api.authorization()
    write(client, "STOP")
    shown = client.get(path, headers=me).json

    started = [client.delete(f"{path}/sms", headers=me).status_code for _ in range(2)]

    assert (shown, started) == ({"channels": ["sms"]}, [204, 204])
    assert client.get(path, headers=me).json == {"channels": []}
    assert stopped(contacts) == frozenset()


def test_cancel_where_no_seat_is_meant_is_stop(client, contacts):
    write(client, "CANCEL")

    assert stopped(contacts) == {"sms"}


def test_help_is_answered_though_texts_are_stopped_and_also_to_strangers(client, database):
    write(client, "STOP", sid="SM1")
    write(client, "HELP", sid="SM2")
    write(client, "ਮਦਦ", sid="SM3", From=STRANGER)

    assert replies(database) == ["stopped", "help-now", "help-now"]
    assert [row["language"] for row in database["messages"].find().sort("created_at", 1)] == [
        "en",
        "en",
        "pa",
    ]


def test_a_number_that_writes_all_the_time_is_answered_a_few_times(client, database, contacts):
    for number in range(50):
        write(client, "HELP", sid=f"SM{number}")
    answered = replies(database)
    write(client, "STOP", sid="SM50")

    assert answered == ["help-now"] * 4
    assert stopped(contacts) == {"sms"}
