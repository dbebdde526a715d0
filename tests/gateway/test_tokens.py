"""The gateway lets a valid token through, and nothing else to what needs one."""

import time

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hamrah.local.envoy import Envoy
from tests.gateway.tokens import KEY_ID, bearer, claims, signed, unsigned


def test_a_valid_token_passes_and_reaches_the_service(gateway: Envoy, signing_key: Ed25519PrivateKey) -> None:
    token = signed(signing_key)

    answer = requests.get(f"{gateway.url}/api/groups/occurrences", headers=bearer(token), timeout=5)

    assert answer.status_code == 200
    assert answer.json()["name"] == "groups"
    assert answer.json()["headers"]["authorization"] == f"Bearer {token}"


@pytest.mark.parametrize("path", ["/api/alumni/me", "/api/groups/occurrences", "/api/notify/messages"])
def test_a_request_without_a_token_is_refused(gateway: Envoy, path: str) -> None:
    answer = requests.get(gateway.url + path, timeout=5)

    assert answer.status_code == 401
    assert answer.json()["code"] == "token-missing"
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="hamrah"'


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"exp": int(time.time()) - 60}, "token-expired"),
        ({"exp": None}, "token-refused"),
        ({"aud": "another"}, "token-refused"),
        ({"aud": None}, "token-refused"),
        ({"iss": "another"}, "token-refused"),
    ],
    ids=["expired", "endless", "another audience", "no audience", "another issuer"],
)
def test_a_token_with_wrong_claims_is_refused(
    gateway: Envoy, signing_key: Ed25519PrivateKey, changes: dict[str, object], code: str
) -> None:

    kept = {name: value for name, value in claims(**changes).items() if value is not None}
    token = jwt.encode(kept, signing_key, algorithm="EdDSA", headers={"kid": KEY_ID})

    answer = requests.get(f"{gateway.url}/api/alumni/me", headers=bearer(token), timeout=5)

    assert (answer.status_code, answer.json()["code"]) == (401, code)


def test_a_token_of_another_key_is_refused(gateway: Envoy) -> None:
    token = signed(Ed25519PrivateKey.generate())

    answer = requests.get(f"{gateway.url}/api/alumni/me", headers=bearer(token), timeout=5)

    assert (answer.status_code, answer.json()["code"]) == (401, "token-refused")


def test_a_token_that_claims_to_need_no_signature_is_refused(gateway: Envoy) -> None:
    answer = requests.get(f"{gateway.url}/api/alumni/me", headers=bearer(unsigned()), timeout=5)

    assert (answer.status_code, answer.json()["code"]) == (401, "token-refused")


@pytest.mark.parametrize(
    ("path", "service", "seen"),
    [
        ("/", "web", "/"),
        ("/static/site.css", "web", "/static/site.css"),
        ("/api/docs", "web", "/api/docs"),
        ("/api/docs/swagger-ui.css", "web", "/api/docs/swagger-ui.css"),
        ("/api/alumni/sign-in/codes", "alumni", "/api/alumni/sign-in/codes"),
        ("/api/alumni/sessions/refresh", "alumni", "/api/alumni/sessions/refresh"),
        ("/api/alumni/openapi.json", "alumni", "/openapi.json"),
        ("/api/groups/openapi.json", "groups", "/openapi.json"),
        ("/api/groups/meetings.json", "groups", "/api/groups/meetings.json"),
        ("/api/groups/bmlt/GetSearchResults", "groups", "/api/groups/bmlt/GetSearchResults"),
        ("/api/groups/calendar.ics", "groups", "/api/groups/calendar.ics"),
        ("/api/groups/schedule.pdf", "groups", "/api/groups/schedule.pdf"),
        ("/api/groups/finder", "groups", "/api/groups/finder"),
        ("/api/groups/calendars/member.ics", "groups", "/api/groups/calendars/member.ics"),
        ("/api/notify/openapi.json", "notify", "/openapi.json"),
        ("/api/notify/webhooks/sms/" + "a" * 32, "notify", "/api/notify/webhooks/sms/" + "a" * 32),
    ],
)
def test_what_is_public_needs_no_token(gateway: Envoy, path: str, service: str, seen: str) -> None:
    answer = requests.get(gateway.url + path, timeout=5)

    assert answer.status_code == 200
    assert (answer.json()["name"], answer.json()["path"]) == (service, seen)


def test_the_keys_are_published(gateway: Envoy) -> None:
    answer = requests.get(f"{gateway.url}/api/alumni/jwks.json", timeout=5)

    assert [key["kty"] for key in answer.json()["keys"]] == ["OKP"]


@pytest.mark.parametrize(
    "path", ["/api/alumni/sign-in-elsewhere", "/api/alumni/sign-in/../me", "//api/alumni/me"]
)
def test_a_path_that_only_resembles_a_public_one_needs_a_token(gateway: Envoy, path: str) -> None:
    request = requests.Request("GET", gateway.url).prepare()
    request.url = gateway.url + path  # as written, without the client's own tidying

    answer = requests.Session().send(request, timeout=5)

    assert answer.status_code == 401
