"""The API of groups on a real database, and callers with tokens."""

import base64
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from pymongo.database import Database
from werkzeug.test import TestResponse

from chassis.config import PlatformSettings
from chassis.ids import new_id
from chassis.tokens import ALGORITHM, AUDIENCE, ISSUER, TokenVerifier
from groups import bootstrap
from groups.adapters.memory import InMemoryFeeds
from groups.adapters.stores import Stores
from groups.config import Settings
from groups.ports import Feeds
from hamrah.secrets import generate
from tests.groups.samples import CENTRE

ROOT = "/api/groups"
_SECRETS = TemporaryDirectory()
generate(Path(_SECRETS.name))
KEY = Ed25519PrivateKey.generate()


def _secret(name: str) -> bytes:
    return (Path(_SECRETS.name) / "groups" / name).read_bytes()


SETTINGS = Settings(
    platform=PlatformSettings(
        service="groups",
        environment="development",
        mongodb_uri="",
        database="groups",
        kafka_bootstrap="",
        jwks_url="",
        public_url="http://127.0.0.1:8080",
        secrets_dir=Path(),
        log_level="INFO",
        metrics_port=None,
    ),
    default_capacity=20,
    feed_allowed_hosts=(),
    code_key=b"k" * 32,
    certificate_key=_secret("certificate-key.pem"),
    certificate=_secret("certificate.pem"),
)


def _jwks() -> dict[str, Any]:
    raw = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    x = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    return {"keys": [{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "test", "x": x}]}


def token(member_id: str, *roles: str, centre_id: str | None = None) -> str:
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": member_id, "sid": new_id(), "jti": new_id()}
    claims |= {"roles": list(roles), "iat": now, "exp": now + 900}
    if centre_id:
        claims["centre"] = centre_id
    return jwt.encode(claims, KEY, ALGORITHM, headers={"kid": "test"})


def application(database: Database[dict[str, Any]], feeds: dict[str, bytes] | Feeds | None = None) -> Flask:
    stores = Stores(database)
    stores.ensure_indexes()
    app = bootstrap.api(TokenVerifier(fetch=_jwks))
    served = InMemoryFeeds(feeds or {}) if feeds is None or isinstance(feeds, dict) else feeds
    bootstrap.bind(app, stores, served, SETTINGS)
    return app


@dataclass(frozen=True)
class Caller:
    """Somebody with a token."""

    app: Flask
    member_id: str
    token: str

    @classmethod
    def member(cls, app: Flask) -> "Caller":
        id_ = new_id()
        return cls(app, id_, token(id_, "member"))

    @classmethod
    def coordinator(cls, app: Flask, centre_id: str | None = CENTRE) -> "Caller":
        id_ = new_id()
        return cls(app, id_, token(id_, "member", "coordinator", centre_id=centre_id))

    def call(self, method: str, path: str, **kwargs: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}"} | kwargs.pop("headers", {})
        return self.app.test_client().open(ROOT + path, method=method, headers=headers, **kwargs)

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.call("GET", path, query_string=query)

    def post(self, path: str, **kwargs: Any) -> TestResponse:
        return self.call("POST", path, **kwargs)

    def register(self, occurrence_id: str, key: str | None = None) -> TestResponse:
        headers = {"Idempotency-Key": key} if key else {}
        return self.post(f"/occurrences/{occurrence_id}/registrations", headers=headers)

    def cancel(self, occurrence_id: str, registration_id: str) -> TestResponse:
        return self.call("DELETE", f"/occurrences/{occurrence_id}/registrations/{registration_id}")
