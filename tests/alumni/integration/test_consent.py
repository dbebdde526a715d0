"""Consent over HTTP on the real MongoDB: read, give, take back, each in one request."""

import pytest

from alumni.domain.consent import NOTICE
from tests.alumni.client import JOINING, Person

YES = {"notice": NOTICE, "language": "pa"}


def said(person: Person) -> dict[str, dict]:
    """What the member says now, by purpose."""
    return {each["purpose"]: each for each in person.get("/me/consents").json["items"]}


@pytest.mark.parametrize("language", ["en", "pa", "hi"])
def test_anybody_reads_the_notice_in_their_language(person: Person, language: str):
    answer = person.get(f"/notices/current?language={language}").json

    assert (answer["version"], answer["language"]) == (NOTICE, language)
    assert [each["purpose"] for each in answer["purposes"] if each["needed"]] == ["membership"]
    assert {each["purpose"] for each in answer["purposes"] if each["asked_each_time"]} == {
        "transfer",
        "story",
    }


def test_what_was_agreed_to_when_joining_is_there(person: Person):
    person.sign_in()

    found = said(person)

    assert {name for name, each in found.items() if each["given"]} == set(JOINING["purposes"])
    assert found["messages"]["acts"][0]["notice"] == NOTICE


def test_yes_and_no_take_one_request_each_and_are_remembered(person: Person):
    person.sign_in()

    for _ in range(2):
        answer = person.call("PUT", "/me/consents/mentoring", json=YES)
        assert (answer.status_code, answer.json["given"]) == (200, True)
    for _ in range(2):
        assert person.delete("/me/consents/mentoring").status_code == 204

    mentoring = said(person)["mentoring"]
    assert mentoring["given"] is False
    assert [each["given"] for each in mentoring["acts"]] == [False, True]


def test_membership_is_kept_until_the_account_is_erased(person: Person):
    person.sign_in()

    answer = person.delete("/me/consents/membership")

    assert (answer.status_code, answer.json["code"], answer.json["instead"]) == (
        409,
        "erase-instead",
        "erase",
    )


@pytest.mark.parametrize(
    ("purpose", "body", "code"),
    [
        ("story", YES, "recipient-needed"),
        ("transfer", YES, "recipient-needed"),
        ("figures", {**YES, "notice": "2020-01"}, "notice-outdated"),
    ],
)
def test_a_yes_needs_the_notice_of_now_and_for_some_a_recipient(
    person: Person, purpose: str, body: dict, code: str
):
    person.sign_in()

    answer = person.call("PUT", f"/me/consents/{purpose}", json=body)

    assert (answer.status_code, answer.json["code"]) == (409, code)


def test_nobody_joins_for_a_purpose_that_the_notice_does_not_have(person: Person):
    for purpose in ("advertising", "story"):
        attempt_id, code = person.request_code()
        wish = {**JOINING, "purposes": ["membership", purpose]}
        answer = person.post("/sign-in/tokens", {"attempt_id": attempt_id, "code": code, "joining": wish})
        assert answer.status_code == 422


def test_consents_are_paged(person: Person):
    person.sign_in()

    first = person.get("/me/consents?page_size=1").json
    second = person.get(f"/me/consents?page_size=1&cursor={first['next_cursor']}").json

    assert {first["items"][0]["purpose"], second["items"][0]["purpose"]} == set(JOINING["purposes"])
