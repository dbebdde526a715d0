"""The HTTP API on the real MongoDB: every operation, as a client sees it."""

import time

import jwt
import pytest

from alumni.adapters.tokens import SignedTokens
from alumni.domain.allowance import Limits
from alumni.domain.errors import AlumniError
from alumni.entrypoints.http import PROBLEMS
from chassis.http import unmapped
from chassis.tokens import TokenVerifier
from tests.alumni.client import Person, application
from tests.alumni.keys import EMAIL, PHONE, signing_pem
from tests.alumni.worlds import other_code


def test_every_refusal_of_the_domain_has_an_answer():
    assert unmapped(AlumniError, PROBLEMS) == []


def test_known_and_unknown_contacts_get_the_same_answer(person: Person):
    person.sign_in()

    known = person.post("/sign-in/codes", {"phone": PHONE})
    unknown = person.post("/sign-in/codes", {"phone": "+919876543299"})

    assert known.status_code == unknown.status_code == 202
    assert known.json.keys() == unknown.json.keys() == {"attempt_id", "expires_at"}


def test_first_sign_in_joins_and_the_next_finds_the_member(person: Person):
    first, second = person.sign_in(), person.sign_in(phone="098765 43210")

    assert first["member"]["joined_now"] is True
    assert second["member"] == {**first["member"], "joined_now": False}
    assert first["token_type"] == "Bearer"
    assert first["expires_in"] == 900


def test_access_token_names_the_member_and_is_verified_with_the_published_key(person: Person):
    body = person.sign_in()
    keys = person.get("/jwks.json").json

    claims = TokenVerifier(fetch=lambda: keys).verify(body["access_token"])

    assert claims["sub"] == body["member"]["id"]
    assert claims["roles"] == ["member"]
    assert claims["exp"] - claims["iat"] == 900
    assert {"sid", "jti", "iss", "aud"} <= claims.keys()
    header = jwt.get_unverified_header(body["access_token"])
    assert (header["alg"], header["typ"], header["kid"]) == ("EdDSA", "JWT", keys["keys"][0]["kid"])


def test_keys_are_published_at_both_places_and_may_be_cached(person: Person):
    well_known = person.http.get("/.well-known/jwks.json")

    assert well_known.json == person.get("/jwks.json").json
    assert well_known.headers["Cache-Control"] == "public, max-age=300"


def test_wrong_code_says_how_many_tries_are_left(person: Person):
    attempt_id, code = person.request_code()

    answer = person.post("/sign-in/tokens", {"attempt_id": attempt_id, "code": other_code(code)})

    assert (answer.status_code, answer.json["code"], answer.json["tries_left"]) == (401, "code-wrong", 4)


def test_brute_forced_code_is_heard_five_times(person: Person):
    attempt_id, code = person.request_code()
    wrong = {"attempt_id": attempt_id, "code": other_code(code)}

    answers = [person.post("/sign-in/tokens", wrong).json["code"] for _ in range(7)]

    assert answers == ["code-wrong"] * 5 + ["code-expired"] * 2
    right = person.post("/sign-in/tokens", {"attempt_id": attempt_id, "code": code})
    assert (right.status_code, right.json["code"]) == (401, "code-expired")


def test_unknown_attempt_looks_like_an_expired_one(person: Person):
    answer = person.post("/sign-in/tokens", {"attempt_id": "0" * 32, "code": "123456"})

    assert (answer.status_code, answer.json["code"]) == (401, "code-expired")


def test_sixth_code_of_an_hour_has_to_wait(database):
    person = Person(application(database, Limits()), database)
    for _ in range(5):
        person.request_code()

    answer = person.post("/sign-in/codes", {"phone": PHONE})

    assert (answer.status_code, answer.json["code"]) == (429, "too-many-codes")
    assert 3500 < int(answer.headers["Retry-After"]) <= 3600


def test_address_is_the_one_the_gateway_saw(database):
    app = application(database, Limits(per_address=1))
    person, neighbour = Person(app, database), Person(app, database, address="192.0.2.2")
    person.request_code()

    spoofed = person.post(
        "/sign-in/codes", {"email": EMAIL}, headers={"X-Forwarded-For": "192.0.2.7, 192.0.2.1"}
    )

    assert spoofed.status_code == 429
    assert neighbour.post("/sign-in/codes", {"email": EMAIL}).status_code == 202


def test_refresh_token_is_rotated_and_its_replay_ends_the_session(person: Person):
    stolen = person.sign_in()["refresh_token"]
    rotated = person.post("/sessions/refresh", {"refresh_token": stolen})
    assert rotated.status_code == 200
    assert rotated.json.keys() == {"access_token", "token_type", "expires_in", "refresh_token"}

    for token in (stolen, rotated.json["refresh_token"]):
        answer = person.post("/sessions/refresh", {"refresh_token": token})
        assert (answer.status_code, answer.json["code"]) == (401, "refresh-token-refused")


def test_signing_out_ends_the_refresh_token(person: Person):
    person.sign_in()

    assert person.delete("/sessions/current").status_code == 204

    answer = person.post("/sessions/refresh", {"refresh_token": person.refresh_token})
    assert (answer.status_code, answer.json["code"]) == (401, "refresh-token-refused")


def test_profile_is_shown_and_changed(person: Person):
    member = person.sign_in()["member"]

    shown = person.get("/me").json
    changed = person.patch("/me", {"handle": "ਸ਼ਾਂਤ-ਨਦੀ", "language": "pa", "time_zone": "Europe/London"})

    assert shown["handle"] == member["handle"]
    assert shown["contacts"] == ["sms"]
    assert changed.status_code == 200
    assert (changed.json["language"], changed.json["time_zone"]) == ("pa", "Europe/London")
    assert person.get("/me").json == changed.json


def test_handle_of_another_member_is_taken(person: Person, database):
    person.sign_in()
    person.patch("/me", {"handle": "River-7"})
    other = Person(person.app, database)
    other.sign_in(email=EMAIL)

    answer = other.patch("/me", {"handle": "rIVER-7"})

    assert (answer.status_code, answer.json["code"]) == (409, "handle-taken")


def test_contact_is_added_with_the_code_that_came_to_it(person: Person):
    member = person.sign_in()["member"]
    sent = person.post("/me/contacts", {"email": EMAIL})
    assert sent.status_code == 202
    attempt_id = sent.json["attempt_id"]
    code = person.code_of(attempt_id)
    path = "/me/contacts/verifications"

    wrong = person.post(path, {"attempt_id": attempt_id, "code": other_code(code)})
    right = person.post(path, {"attempt_id": attempt_id, "code": code})
    again = person.post(path, {"attempt_id": attempt_id, "code": code})

    assert (wrong.status_code, wrong.json["code"], wrong.json["tries_left"]) == (401, "code-wrong", 4)
    assert (right.status_code, right.json["contacts"]) == (200, ["email", "sms"])
    assert (again.status_code, again.json["code"]) == (401, "code-expired")
    assert person.sign_in(email=EMAIL)["member"]["id"] == member["id"]


def test_contact_of_another_member_is_taken_but_only_its_holder_learns_it(person: Person, database):
    Person(person.app, database).sign_in(email=EMAIL)
    person.sign_in()

    sent = person.post("/me/contacts", {"email": EMAIL})
    attempt_id = sent.json["attempt_id"]
    code = person.code_of(attempt_id)
    answer = person.post("/me/contacts/verifications", {"attempt_id": attempt_id, "code": code})

    assert sent.status_code == 202
    assert (answer.status_code, answer.json["code"]) == (409, "contact-taken")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/me"),
        ("PATCH", "/me"),
        ("POST", "/me/contacts"),
        ("POST", "/me/contacts/verifications"),
        ("DELETE", "/sessions/current"),
    ],
)
def test_without_a_good_token_nothing_of_a_member_is_answered(person: Person, method: str, path: str):
    member = person.sign_in()["member"]
    known_key = person.access_token
    foreign = SignedTokens(signing_pem())
    stored = person.app.extensions["alumni"].stores.members.get(member["id"])
    forged = foreign.issue(stored, "5" * 32, at=stored.joined_at)
    unsigned = jwt.encode(jwt.decode(known_key, options={"verify_signature": False}), None, "none")

    for token, code in ((None, "token-missing"), (forged, "token-refused"), (unsigned, "token-refused")):
        person.access_token = token
        answer = person.call(method, path, json={})
        assert (answer.status_code, answer.json["code"]) == (401, code)


def test_expired_token_and_token_of_another_audience_are_refused(person: Person):
    member = person.sign_in()["member"]
    signer = person.app.extensions["alumni"].signer
    claims = jwt.decode(person.access_token, options={"verify_signature": False})
    now = int(time.time())

    for change, code in (
        ({"iat": now - 1000, "exp": now - 100}, "token-expired"),
        ({"aud": "elsewhere"}, "token-refused"),
        ({"iss": "somebody"}, "token-refused"),
    ):
        person.access_token = jwt.encode(
            {**claims, **change}, signer._key, "EdDSA", headers={"kid": signer._kid}
        )
        answer = person.get("/me")
        assert (answer.status_code, answer.json["code"]) == (401, code)
    assert claims["sub"] == member["id"]


def test_member_who_is_gone_is_unknown(person: Person, database):
    person.sign_in()
    database["members"].delete_many({})

    for answer in (
        person.get("/me"),
        person.patch("/me", {"language": "hi"}),
        person.post("/me/contacts", {"email": EMAIL}),
    ):
        assert (answer.status_code, answer.json["code"]) == (404, "member-unknown")
    refreshed = person.post("/sessions/refresh", {"refresh_token": person.refresh_token})
    assert (refreshed.status_code, refreshed.json["code"]) == (401, "refresh-token-refused")
