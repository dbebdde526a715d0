"""Bad input: 4xx with the names of the fields, never a 500, and nothing of the input repeated."""

from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient

from tests.alumni.client import Person, application

CODES, TOKENS, REFRESH = "/sign-in/codes", "/sign-in/tokens", "/sessions/refresh"
CONTACTS, VERIFICATIONS, ME = "/me/contacts", "/me/contacts/verifications", "/me"
SOME_ID = "0" * 32

INVALID: list[tuple[str, str, Any, str]] = [
    ("POST", CODES, {}, "phone"),
    ("POST", CODES, {"phone": "+919876543210", "email": "asha@example.org"}, "phone"),
    ("POST", CODES, {"phone": "12345"}, "phone"),
    ("POST", CODES, {"phone": 9876543210}, "phone"),
    ("POST", CODES, {"phone": None}, "phone"),
    ("POST", CODES, {"phone": ["+919876543210"]}, "phone"),
    ("POST", CODES, {"phone": "9" * 33}, "phone"),
    ("POST", CODES, {"phone": "+91 98765\x00 43210"}, "phone"),
    ("POST", CODES, {"phone": "\ud800"}, "phone"),
    ("POST", CODES, {"email": "asha@"}, "email"),
    ("POST", CODES, {"email": "a" * 300 + "@example.org"}, "email"),
    ("POST", CODES, {"email": {"$ne": ""}}, "email"),
    ("POST", CODES, {"email": "asha@example.org", "language": "fr"}, "language"),
    ("POST", CODES, {"email": "asha@example.org", "language": ["en"]}, "language"),
    ("POST", CODES, {"email": "asha@example.org", "member_id": SOME_ID}, "member_id"),
    ("POST", TOKENS, {"code": "123456"}, "attempt_id"),
    ("POST", TOKENS, {"attempt_id": SOME_ID}, "code"),
    ("POST", TOKENS, {"attempt_id": "0" * 31, "code": "123456"}, "attempt_id"),
    ("POST", TOKENS, {"attempt_id": SOME_ID.upper().replace("0", "A"), "code": "123456"}, "attempt_id"),
    ("POST", TOKENS, {"attempt_id": {"$gt": ""}, "code": "123456"}, "attempt_id"),
    ("POST", TOKENS, {"attempt_id": SOME_ID, "code": 123456}, "code"),
    ("POST", TOKENS, {"attempt_id": SOME_ID, "code": "12345"}, "code"),
    ("POST", TOKENS, {"attempt_id": SOME_ID, "code": "123456\n"}, "code"),
    ("POST", TOKENS, {"attempt_id": SOME_ID, "code": "੧੨੩੪੫੬"}, "code"),
    ("POST", TOKENS, {"attempt_id": SOME_ID, "code": "123456", "time_zone": "Mars/Olympus"}, "time_zone"),
    ("POST", TOKENS, {"attempt_id": SOME_ID, "code": "123456", "roles": ["coordinator"]}, "roles"),
    ("POST", REFRESH, {}, "refresh_token"),
    ("POST", REFRESH, {"refresh_token": ""}, "refresh_token"),
    ("POST", REFRESH, {"refresh_token": "x" * 129}, "refresh_token"),
    ("POST", REFRESH, {"refresh_token": "ਅ.ਅ"}, "refresh_token"),
    ("POST", CONTACTS, {}, "phone"),
    ("POST", CONTACTS, {"phone": "112"}, "phone"),
    ("POST", CONTACTS, {"email": "asha@example.org", "language": "en"}, "language"),
    ("POST", VERIFICATIONS, {"attempt_id": "x", "code": "123456"}, "attempt_id"),
    ("POST", VERIFICATIONS, {"attempt_id": SOME_ID, "code": "123456", "time_zone": "UTC"}, "time_zone"),
    ("PATCH", ME, {"handle": "+919876543210"}, "handle"),
    ("PATCH", ME, {"handle": "asha@example.org"}, "handle"),
    ("PATCH", ME, {"handle": "x" * 10_000}, "handle"),
    ("PATCH", ME, {"handle": None}, "handle"),
    ("PATCH", ME, {"handle": 7}, "handle"),
    ("PATCH", ME, {"language": "EN"}, "language"),
    ("PATCH", ME, {"time_zone": "../../etc/passwd"}, "time_zone"),
    ("PATCH", ME, {"time_zone": "UTC" * 100}, "time_zone"),
    ("PATCH", ME, {"roles": ["network-administrator"]}, "roles"),
    ("PATCH", ME, {"centre_id": SOME_ID}, "centre_id"),
    ("POST", "/me/stories", {"topics": ["work"] * 4}, "topics"),
]


@pytest.fixture(scope="module")
def member(mongo_client: MongoClient[dict[str, Any]]) -> Iterator[Person]:
    """Somebody signed in; refused input changes nothing, so all these tests share them."""
    database = mongo_client["test-alumni-bad-input"]
    person = Person(application(database), database)
    person.sign_in()
    yield person
    mongo_client.drop_database(database)


@pytest.mark.parametrize(("method", "path", "body", "field"), INVALID)
def test_invalid_field_is_named_and_not_repeated(
    member: Person, method: str, path: str, body: Any, field: str
):
    answer = member.call(method, path, json=body)

    assert answer.status_code == 422, answer.text
    assert answer.json["code"] == "input-invalid"
    assert field in answer.json["errors"]
    assert answer.content_type == "application/problem+json"
    assert not any(str(value) in answer.text for value in body.values() if len(str(value)) > 3)


OPERATIONS = [("POST", path) for path in (CODES, TOKENS, REFRESH, CONTACTS, VERIFICATIONS)] + [("PATCH", ME)]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"{", "application/json", 400, "json-malformed"),
        (b"", "application/json", 400, "json-malformed"),
        (b"NaN", "application/json", 400, "json-malformed"),
        (b"[" * 50_000, "application/json", 400, "json-malformed"),
        (b'{"phone": "\xff\xfe"}', "application/json", 400, "encoding-invalid"),
        (b"[]", "application/json", 422, "input-invalid"),
        (b'"text"', "application/json", 422, "input-invalid"),
        (b"null", "application/json", 422, "input-invalid"),
        (b"phone=1", "application/x-www-form-urlencoded", 415, "content-type-unsupported"),
        (b"{}", "text/plain", 415, "content-type-unsupported"),
        (b'"' + b"x" * 70_000 + b'"', "application/json", 413, "body-too-large"),
    ],
)
def test_body_that_is_no_json_object_of_a_fair_size_is_refused(
    member: Person, method: str, path: str, body: bytes, content_type: str, status: int, code: str
):
    answer = member.call(method, path, data=body, content_type=content_type)

    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_refused_input_leaves_nothing_behind(member: Person):
    before = counts(member)

    for method, path, body, _ in INVALID:
        member.call(method, path, json=body)

    assert counts(member) == before


def counts(person: Person) -> dict[str, int]:
    names = person.database.list_collection_names()
    return {name: person.database[name].count_documents({}) for name in names}
