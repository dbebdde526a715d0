"""A service of its own kind, with one view for each thing the edge does, and a signer of its tokens."""

import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from marshmallow import fields, validate

from chassis.http import (
    IDEMPOTENCY_KEY,
    Blueprint,
    Id,
    PageArguments,
    Problem,
    Schema,
    UtcDateTime,
    WholeNumber,
    abort_with,
    body_limit,
    client_address,
    create_app,
    decode_cursor,
    idempotency_key,
    identity,
    public,
    raises,
    requires,
)
from chassis.tokens import TokenVerifier

MEMBER = "a" * 32
OCCURRENCE = "c" * 32
SEATS = f"/api/sample/occurrences/{OCCURRENCE}/seats"

KEY = Ed25519PrivateKey.generate()
OTHER_KEY = Ed25519PrivateKey.generate()
KEY_ID = "2026-11"


def public_jwk(key: Ed25519PrivateKey = KEY, key_id: str = KEY_ID) -> dict[str, Any]:
    """Write a key's public half as a JWK."""
    jwk = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(key.public_key()))
    return {**jwk, "kid": key_id, "use": "sig", "alg": "EdDSA"}


def key_set() -> dict[str, Any]:
    """Publish the one key."""
    return {"keys": [public_jwk()]}


def claims(**changes: Any) -> dict[str, Any]:
    """Write the claims of a good token; a change to None leaves the claim out."""
    now = int(time.time())
    good = {
        "iss": "hamrah-alumni",
        "aud": "hamrah",
        "sub": MEMBER,
        "sid": "b" * 32,
        "roles": ["member"],
        "iat": now,
        "exp": now + 900,
        "jti": "d" * 32,
    }
    return {name: value for name, value in {**good, **changes}.items() if value is not None}


def token(key: Any = KEY, *, algorithm: str = "EdDSA", key_id: str | None = KEY_ID, **changes: Any) -> str:
    """Sign a token."""
    headers = {} if key_id is None else {"kid": key_id}
    return jwt.encode(claims(**changes), key, algorithm, headers=headers)


def bearer(text: str | None = None) -> dict[str, str]:
    """Write the Authorization header."""
    return {"Authorization": f"Bearer {token() if text is None else text}"}


class SampleError(Exception):
    """The root of the sample's domain errors."""


class SeatTaken(SampleError):
    """Somebody holds the seat; the answer tells how many are left."""

    members = {"seats_left": 3}


class TooOften(SampleError):
    """Asked too often."""

    retry_after = 41.7


class EngineAway(Exception):
    """Stands for what a driver raises."""


class SeatSchema(Schema):
    """What a person asks for."""

    name = fields.String(required=True, validate=validate.Length(1, 40))
    seats = WholeNumber(load_default=1, validate=validate.Range(1, 9))
    from_ = UtcDateTime(data_key="from")
    friends = fields.List(Id(), validate=validate.Length(max=3))


class SeatAnswerSchema(Schema):
    """What they get."""

    id = Id(required=True)
    starts_at = UtcDateTime(required=True)
    idempotency_key = fields.String(required=True, allow_none=True)


class ItemsSchema(Schema):
    """One page."""

    items = fields.List(fields.Integer(), required=True)


class ReceiptSchema(Schema):
    """A form a provider sends."""

    status = fields.String(required=True, validate=validate.OneOf(["delivered", "failed"]))


class WhoSchema(Schema):
    """The caller."""

    member_id = Id(required=True)
    roles = fields.List(fields.String(), required=True)
    address = fields.String(required=True)


def views(raise_in_view: Callable[[], None] = lambda: None) -> Blueprint:
    """Make the blueprint; ``raise_in_view`` is called by the view at /broken."""
    sample = Blueprint("sample", __name__, url_prefix="/api/sample", description="Seats to take.")

    @sample.post("/occurrences/<id:occurrence_id>/seats", parameters=[IDEMPOTENCY_KEY])
    @sample.arguments(SeatSchema)
    @sample.response(201, SeatAnswerSchema)
    @requires("member")
    @raises(SeatTaken)
    def take_seat(request: dict[str, Any], occurrence_id: str) -> dict[str, Any]:
        """Take a seat"""
        if request["name"] == "taken":
            raise SeatTaken
        starts_at = request.get("from_", datetime(2026, 11, 22, 18, 0, tzinfo=UTC))
        return {"id": occurrence_id, "starts_at": starts_at, "idempotency_key": idempotency_key()}

    @sample.get("/seats")
    @sample.arguments(PageArguments, location="query")
    @sample.response(200, ItemsSchema)
    @public
    def list_seats(page: dict[str, Any]) -> dict[str, Any]:
        """List seats"""
        start = decode_cursor(page["cursor"], (int,))[0] if page["cursor"] else 0
        return {"items": list(range(start, start + page["page_size"]))}

    @sample.delete("/seats/<id:seat_id>")
    @sample.response(204)
    @requires("coordinator", "facilitator")
    def remove_seat(seat_id: str) -> None:
        """Remove a seat"""

    @sample.post("/receipts")
    @sample.arguments(ReceiptSchema, location="form")
    @sample.response(200, ItemsSchema)
    @public
    def receive(receipt: dict[str, Any]) -> dict[str, Any]:
        """Receive a receipt"""
        return {"items": []}

    @sample.post("/imports")
    @sample.arguments(SeatSchema(many=True))
    @sample.response(200, ItemsSchema)
    @public
    @body_limit(200_000)
    def import_seats(seats: list[dict[str, Any]]) -> dict[str, Any]:
        """Import seats"""
        return {"items": [each["seats"] for each in seats]}

    @sample.get("/me")
    @sample.response(200, WhoSchema)
    @requires("member", "coordinator")
    def who() -> dict[str, Any]:
        """Tell who calls"""
        caller = identity()
        return {"member_id": caller.member_id, "roles": sorted(caller.roles), "address": client_address()}

    @sample.get("/often")
    @sample.response(200, ItemsSchema)
    @public
    @raises(TooOften)
    def often() -> dict[str, Any]:
        """Be asked too often"""
        raise TooOften

    @sample.get("/tries")
    @sample.response(200, ItemsSchema)
    @public
    @raises(Problem(401, "code-wrong", "The code is wrong."))
    def tries() -> dict[str, Any]:
        """Refuse with a further field"""
        abort_with(Problem(401, "code-wrong", "The code is wrong."), detail="Try again.", tries_left=4)

    @sample.get("/broken")
    @sample.response(200, ItemsSchema)
    @public
    def broken() -> dict[str, Any]:
        """Break"""
        raise_in_view()
        return {"items": []}

    return sample


PROBLEMS: Mapping[type[Exception], Problem] = {
    SeatTaken: Problem(409, "seat-taken", "The seat is taken."),
    TooOften: Problem(429, "too-often", "Asked too often."),
}


def sample_app(**changes: Any) -> Flask:
    """Build the sample service."""
    arguments: dict[str, Any] = {
        "service": "sample",
        "title": "Sample",
        "blueprints": [views()],
        "problems": PROBLEMS,
        "verifier": TokenVerifier(fetch=key_set),
    }
    return create_app(**{**arguments, **changes})
