"""Leaks: no contact and no code in plain, in the database, the logs or any answer."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from tests.alumni.client import Person
from tests.alumni.keys import EMAIL, PHONE, unseal

SPELLINGS = (PHONE, PHONE[1:], PHONE[3:], EMAIL, "asha@", "192.0.2.1", "203.0.113.9")


def leaves(value: Any) -> Iterator[Any]:
    """Every plain value of a document, however deep, with the names of its fields."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def stored(person: Person) -> list[Any]:
    names = person.database.list_collection_names()
    return [leaf for name in names for document in person.database[name].find() for leaf in leaves(document)]


def test_neither_contact_nor_code_nor_token_is_stored_logged_or_answered(
    person: Person, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    texts, secrets = [], []
    attempt_id, code = person.request_code(phone=PHONE)
    signed_in = person.sign_in(phone=PHONE)
    secrets += [code, *signed_in["refresh_token"].split("."), signed_in["access_token"]]
    added = person.post("/me/contacts", {"email": EMAIL})
    secrets.append(person.code_of(added.json["attempt_id"]))
    verified = person.post(
        "/me/contacts/verifications", {"attempt_id": added.json["attempt_id"], "code": secrets[-1]}
    )
    refused = person.post("/sign-in/codes", {"phone": PHONE, "email": EMAIL})
    texts += [added.text, verified.text, refused.text, person.get("/me").text]
    texts.append(person.http.get("/metrics").text)

    plain = stored(person)

    assert any(isinstance(leaf, str) and leaf == attempt_id for leaf in plain)
    assert not [leaf for leaf in plain for secret in secrets if str(leaf) == secret]
    everything = [str(leaf) for leaf in plain] + texts + [caplog.text]
    assert not [text for text in everything for spelling in SPELLINGS if spelling in text]


def test_what_rests_in_the_database_opens_with_notifys_key_only(person: Person):
    person.sign_in(phone=PHONE)

    member = person.database["members"].find_one({})

    assert member is not None
    assert unseal(member["contacts"][0]["sealed"]) == PHONE


def test_no_contact_travels_not_even_sealed(person: Person):
    person.sign_in(phone=PHONE)
    member = person.database["members"].find_one({})
    attempt = person.database["sign_in_attempts"].find_one({})

    assert member is not None
    assert attempt is not None
    told = str([member["outbox"], attempt["outbox"]])
    assert not [
        kept
        for kept in (member["contacts"][0], {"sealed": attempt["sealed_contact"]})
        if kept["sealed"] in told
    ]
    assert member["contacts"][0]["index"] not in told
