"""Answers by text: signed, found by a blind index, told once, and the same answer to everybody."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from pymongo.database import Database
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from notify.adapters.mongo import ensure_indexes
from notify.adapters.mongo_contacts import MongoContacts
from notify.domain.contacts import Channel
from notify.domain.message import Template
from tests.notify import api, examples, provider

PATH = "/api/notify/webhooks/answers"


@pytest.fixture
def contacts(database: Database[dict[str, Any]]) -> MongoContacts:
    ensure_indexes(database)
    kept = MongoContacts(database, examples.SEALED_NUMBERS)
    kept.keep(examples.contacts())
    return kept


@pytest.fixture
def client(database: Database[dict[str, Any]], contacts: MongoContacts) -> FlaskClient:
    return api.bound(database).test_client()


def send(client: FlaskClient, body: str, *, sid: str = "SM1", **more: str) -> TestResponse:
    form = {"MessageSid": sid, "From": examples.NUMBER, "To": "HAMRAH", "Body": body, **more}
    token = form.pop("token", provider.AUTH_TOKEN)
    signature = RequestValidator(token).compute_signature(api.PUBLIC_URL + PATH, form)
    return client.post(PATH, data=form, headers={"X-Twilio-Signature": signature})


def facts(database: Database[dict[str, Any]]) -> list[tuple[bool, int | None]]:
    rows = database["answers"].find()
    return [(e["data"]["sober"], e["data"]["craving"]) for row in rows for e in row["outbox"]]


def test_an_answer_is_told_once_however_often_the_provider_sends_it(client, database):
    answers = [send(client, "1 3") for _ in range(3)]

    assert {each.status_code for each in answers} == {204}
    assert facts(database) == [(True, 3)]
    assert database["messages"].count_documents({}) == 0


@pytest.mark.parametrize("body", ["2", "1 8"])
def test_who_needs_help_gets_the_help_lines_once(client, database, body):
    for _ in range(2):
        send(client, body)

    rows = list(database["messages"].find())
    assert [(row["template"], row["channel"]) for row in rows] == [(Template.HELP_NOW, Channel.SMS)]


def test_strangers_and_other_words_get_the_same_answer_and_nothing_is_kept(client, database):
    known = send(client, "hello")
    stranger = send(client, "1", From="+919876500000")

    assert (known.status_code, known.data) == (stranger.status_code, stranger.data) == (204, b"")
    assert facts(database) == []


def test_what_the_provider_did_not_sign_is_refused(client, database):
    assert send(client, "1", token="a guess").status_code == 403
    assert facts(database) == []


def test_a_number_is_found_while_it_is_the_members_and_not_after(client, database, contacts):
    contacts.drop_contact(examples.MEMBER, Channel.SMS, 2)
    send(client, "1", sid="SM2")
    assert facts(database) == []
    contacts.keep_contact(examples.MEMBER, Channel.SMS, examples.SEALED[Channel.SMS], 3)

    send(client, "1", sid="SM3")

    assert facts(database) == [(True, None)]


def test_numbers_kept_before_the_index_are_indexed(client, database, contacts):
    database["contacts"].update_many({}, {"$unset": {"number_index": ""}})

    contacts.index_missing()
    send(client, "2 1")

    assert facts(database) == [(False, 1)]


def test_neither_number_nor_words_rest_anywhere(client, database):
    send(client, "1 3")

    stored = str([list(database[name].find()) for name in database.list_collection_names()])
    assert examples.NUMBER[1:] not in stored
    assert "1 3" not in stored
