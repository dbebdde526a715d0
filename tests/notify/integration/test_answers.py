"""Texts that come in: signed, found by a blind index, taken once, and the same answer to everybody."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from pymongo.database import Database

from notify.adapters.indexes import ensure_indexes
from notify.adapters.mongo_contacts import MongoContacts
from notify.domain.contacts import Channel
from notify.domain.message import Template
from tests.notify import api, examples
from tests.notify.texting import facts, write


@pytest.fixture
def contacts(database: Database[dict[str, Any]]) -> MongoContacts:
    ensure_indexes(database)
    kept = MongoContacts(database, examples.SEALED_NUMBERS)
    kept.keep(examples.contacts())
    return kept


@pytest.fixture
def client(database: Database[dict[str, Any]], contacts: MongoContacts) -> FlaskClient:
    return api.bound(database).test_client()


def days(database: Database[dict[str, Any]]) -> list[tuple[bool, int | None]]:
    return [(each["sober"], each["craving"]) for each in facts(database, "notify.answer.received.v1")]


def test_an_answer_is_told_once_however_often_the_provider_sends_it(client, database):
    answers = [write(client, "1 3") for _ in range(3)]

    assert {each.status_code for each in answers} == {204}
    assert days(database) == [(True, 3)]
    assert database["messages"].count_documents({}) == 0


@pytest.mark.parametrize("body", ["2", "1 8"])
def test_who_needs_help_gets_the_help_lines_once(client, database, body):
    for _ in range(2):
        write(client, body)

    rows = list(database["messages"].find())
    assert [(row["template"], row["channel"]) for row in rows] == [(Template.HELP_NOW, Channel.SMS)]


def test_strangers_and_other_words_get_the_same_answer_and_tell_nobody(client, database):
    known = write(client, "hello")
    stranger = write(client, "1", From="+919876500000")

    assert (known.status_code, known.data) == (stranger.status_code, stranger.data) == (204, b"")
    assert days(database) == []


def test_what_the_provider_did_not_sign_is_refused(client, database):
    assert write(client, "1", token="a guess").status_code == 403
    assert days(database) == []


def test_a_number_is_found_while_it_is_the_members_and_not_after(client, database, contacts):
    contacts.drop_contact(examples.MEMBER, Channel.SMS, 2)
    write(client, "1", sid="SM2")
    assert days(database) == []
    contacts.keep_contact(examples.MEMBER, Channel.SMS, examples.SEALED[Channel.SMS], 3)

    write(client, "1", sid="SM3")

    assert days(database) == [(True, None)]


def test_numbers_kept_before_the_index_are_indexed(client, database, contacts):
    database["contacts"].update_many({}, {"$unset": {"number_index": ""}})

    contacts.index_missing()
    write(client, "2 1")

    assert days(database) == [(False, 1)]


def test_neither_number_nor_words_rest_anywhere(client, database):
    write(client, "1 3")

    stored = str([list(database[name].find()) for name in database.list_collection_names()])
    assert examples.NUMBER[1:] not in stored
    assert "1 3" not in stored
