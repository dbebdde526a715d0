"""Who is let in, and which tokens are refused."""

import base64
import json
import time
from typing import Any

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Blueprint as FlaskBlueprint
from flask.testing import FlaskClient
from flask.views import MethodView

from chassis.http import PARTNER_SYSTEM, Blueprint, UnguardedEndpoint, public, requires, scoped
from chassis.tokens import TokenVerifier
from tests.chassis.http import sample
from tests.chassis.http.expect import problem

ME = "/api/sample/me"
PUBLIC_KEY = sample.KEY.public_key()
PUBLIC_PEM = PUBLIC_KEY.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
PUBLIC_RAW = PUBLIC_KEY.public_bytes(Encoding.Raw, PublicFormat.Raw)


def forged(header: Any, payload: Any, signature: bytes = b"") -> str:
    """Put a token together by hand, as no library would."""
    parts = (json.dumps(header).encode(), json.dumps(payload).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


def hmac_with(secret: bytes) -> str:
    """Sign with the public key as an HMAC secret: the confusion of algorithms."""
    algorithm = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    unsigned = forged({"alg": "HS256", "kid": sample.KEY_ID}, sample.claims()).rpartition(".")[0]
    signature = algorithm.sign(unsigned.encode(), secret)
    return f"{unsigned}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def test_a_good_token_names_the_caller(client: FlaskClient) -> None:
    answer = client.get(ME, headers=sample.bearer())

    assert answer.json == {"member_id": sample.MEMBER, "roles": ["member"], "address": "127.0.0.1"}


@pytest.mark.parametrize(
    "header", [{}, {"Authorization": ""}, {"Authorization": "Bearer"}, {"Authorization": "Basic eA=="}]
)
def test_no_token_is_a_401_with_a_challenge(client: FlaskClient, header: dict[str, str]) -> None:
    answer = client.get(ME, headers=header)

    problem(answer, 401, "token-missing")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_an_expired_token_says_so(client: FlaskClient) -> None:
    answer = client.get(ME, headers=sample.bearer(sample.token(exp=int(time.time()) - 1)))

    problem(answer, 401, "token-expired")
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


REFUSED = {
    "another key": lambda: sample.token(sample.OTHER_KEY),
    "another key, expired": lambda: sample.token(sample.OTHER_KEY, exp=1),
    "alg none": lambda: jwt.encode(sample.claims(), None, "none", headers={"kid": sample.KEY_ID}),
    "alg nOnE": lambda: forged({"alg": "nOnE", "kid": sample.KEY_ID}, sample.claims()),
    "alg EdDSA, no signature": lambda: forged({"alg": "EdDSA", "kid": sample.KEY_ID}, sample.claims()),
    "HS256 with the public key": lambda: hmac_with(PUBLIC_PEM),
    "HS256 with the raw public key": lambda: hmac_with(PUBLIC_RAW),
    "no key id": lambda: sample.token(key_id=None),
    "an unknown key id": lambda: sample.token(key_id="2020-01"),
    "a key id that is no text": lambda: forged({"alg": "EdDSA", "kid": {"$gt": ""}}, sample.claims()),
    "another audience": lambda: sample.token(aud="elsewhere"),
    "another issuer": lambda: sample.token(iss="elsewhere"),
    "no issuer": lambda: sample.token(iss=None),
    "no audience": lambda: sample.token(aud=None),
    "no expiry": lambda: sample.token(exp=None),
    "an expiry that is no number": lambda: sample.token(exp="soon"),
    "not yet valid": lambda: sample.token(nbf=int(time.time()) + 60),
    "no subject": lambda: sample.token(sub=None),
    "a subject that is no text": lambda: sample.token(sub=7),
    "no session": lambda: sample.token(sid=None),
    "roles that are no list": lambda: sample.token(roles="member"),
    "a centre that is no text": lambda: sample.token(centre=7),
    "claims that are no object": lambda: forged({"alg": "EdDSA", "kid": sample.KEY_ID}, [1]),
    "garbage": lambda: "garbage",
    "three empty parts": lambda: "..",
    "100 KB": lambda: "a" * 100_000,
    "100 KB of a real token": lambda: sample.token(padding="x" * 100_000),
    "no ASCII": lambda: "é.è.ê",
    "deep nesting": lambda: base64.urlsafe_b64encode(b"[" * 1500).decode() + ".e30.",
}


@pytest.mark.parametrize("attack", REFUSED)
def test_a_token_that_is_not_ours_is_refused(client: FlaskClient, attack: str) -> None:
    headers = sample.bearer(REFUSED[attack]())

    for _ in range(2):  # A refusal is never remembered as a good token.
        problem(client.get(ME, headers=headers), 401, "token-refused")


def test_a_changed_claim_breaks_the_signature(client: FlaskClient) -> None:
    head, _, signature = sample.token().split(".")
    body = (
        base64.urlsafe_b64encode(json.dumps(sample.claims(roles=["coordinator"])).encode())
        .decode()
        .rstrip("=")
    )

    problem(client.get(ME, headers=sample.bearer(f"{head}.{body}.{signature}")), 401, "token-refused")


def test_a_remembered_token_expires_at_its_second(client: FlaskClient) -> None:
    with time_machine.travel("2026-11-22T10:00:00Z", tick=False) as clock:
        headers = sample.bearer(sample.token())
        clock.shift(899)
        assert client.get(ME, headers=headers).status_code == 200
        clock.shift(1)
        problem(client.get(ME, headers=headers), 401, "token-expired")
        problem(client.get(ME, headers=headers), 401, "token-expired")


def test_a_role_that_is_missing_is_a_403(client: FlaskClient) -> None:
    address = f"/api/sample/seats/{'e' * 32}"

    problem(client.delete(address, headers=sample.bearer()), 403, "not-allowed")
    problem(client.delete(address, headers=sample.bearer(sample.token(roles=[]))), 403, "not-allowed")
    allowed = client.delete(address, headers=sample.bearer(sample.token(roles=["member", "facilitator"])))
    assert (allowed.status_code, allowed.data) == (204, b"")
    assert "Content-Type" not in allowed.headers


def test_the_caller_is_judged_before_the_body_is_read(client: FlaskClient) -> None:
    problem(client.post(sample.SEATS, data=b"{"), 401, "token-missing")


def test_identity_headers_that_a_client_forges_mean_nothing(client: FlaskClient) -> None:
    forged_headers = {"X-Hamrah-Member": sample.MEMBER, "X-Auth-Roles": "coordinator", "X-User": "admin"}

    problem(client.get(ME, headers=forged_headers), 401, "token-missing")


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("9.9.9.9, 10.0.0.7", "10.0.0.7"),
        ("2001:db8::1", "2001:db8::1"),
        ("9.9.9.9, rubbish", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_the_client_is_who_the_gateway_saw(client: FlaskClient, forwarded: str, address: str) -> None:
    answer = client.get(ME, headers={**sample.bearer(), "X-Forwarded-For": forwarded})

    assert answer.json["address"] == address


def test_a_view_that_says_nothing_stops_the_start() -> None:
    pages = FlaskBlueprint("pages", __name__)
    pages.get("/silent")(lambda: "")

    with pytest.raises(UnguardedEndpoint, match="/silent"):
        sample.sample_app(blueprints=[pages])


def test_a_decorator_above_its_route_is_too_late_for_the_document() -> None:
    api = Blueprint("api", __name__)

    with pytest.raises(UnguardedEndpoint, match="/late"):

        @public
        @api.get("/late")
        @api.response(204)
        def late() -> None:
            """Do nothing"""


def test_each_method_of_a_class_of_views_says_who_may_call_it() -> None:
    api = Blueprint("api", __name__)

    @api.route("/seats")
    class Seats(MethodView):
        @api.response(204)
        @public
        def get(self) -> None:
            """Look"""

        @api.response(204)
        @requires("coordinator")
        def delete(self) -> None:
            """Remove"""

    client = sample.sample_app(blueprints=[api]).test_client()
    assert client.get("/seats").status_code == 204
    problem(client.delete("/seats", headers=sample.bearer()), 403, "not-allowed")


def test_a_role_without_a_verifier_stops_the_start() -> None:
    with pytest.raises(UnguardedEndpoint, match="no verifier"):
        sample.sample_app(verifier=None)


def test_requires_names_a_role() -> None:
    with pytest.raises(ValueError, match="@public"):
        requires()


def test_keys_that_cannot_be_had_are_a_503() -> None:
    def fetch() -> dict[str, Any]:
        raise OSError("connection refused")

    client = sample.sample_app(verifier=TokenVerifier(fetch=fetch)).test_client()
    answer = client.get(ME, headers=sample.bearer())

    problem(answer, 503, "keys-unavailable")
    assert int(answer.headers["Retry-After"]) >= 1


@pytest.mark.parametrize(
    ("roles", "scopes", "status"),
    [
        ([PARTNER_SYSTEM], ["seats:read"], 204),
        ([PARTNER_SYSTEM], ["seats:write"], 403),
        ([PARTNER_SYSTEM], [], 403),
        (["coordinator"], [], 204),
        (["member"], ["seats:read"], 403),
    ],
)
def test_a_partner_system_needs_the_scope_and_a_person_the_role(
    roles: list[str], scopes: list[str], status: int
) -> None:
    api = Blueprint("seats", __name__)

    @api.get("/seats")
    @api.response(204)
    @requires("coordinator", PARTNER_SYSTEM)
    @scoped("seats:read")
    def get_seats() -> None:
        """Show seats"""

    client = sample.sample_app(blueprints=[api]).test_client()
    answer = client.get("/seats", headers=sample.bearer(sample.token(roles=roles, scopes=scopes)))

    assert answer.status_code == status
    if status == 403:
        problem(answer, 403, "scope-missing" if PARTNER_SYSTEM in roles else "not-allowed")


def test_scopes_that_are_no_list_are_refused(client: FlaskClient) -> None:
    problem(client.get(ME, headers=sample.bearer(sample.token(scopes="all"))), 401, "token-refused")


@pytest.mark.parametrize("marks", [[requires(PARTNER_SYSTEM)], [requires("member"), scoped("seats:read")]])
def test_a_partner_system_and_a_scope_go_together(marks: list[Any]) -> None:
    api = Blueprint("seats", __name__)

    def get_seats() -> None:
        """Show seats"""

    for mark in marks:
        get_seats = mark(get_seats)
    api.get("/seats")(api.response(204)(get_seats))

    with pytest.raises(UnguardedEndpoint, match="scoped"):
        sample.sample_app(blueprints=[api])
