"""A person at the HTTP API of alumni, who reads their codes as notify would open them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from pymongo.database import Database
from werkzeug.test import TestResponse

from alumni import bootstrap
from alumni.adapters.keys import Keys
from alumni.adapters.stores import Stores
from alumni.adapters.tokens import SignedTokens
from alumni.domain.allowance import Limits
from alumni.domain.consent import NOTICE
from tests.alumni.keys import EDGE, PHONE, signing_pem, unseal

ROOT = "/api/alumni"
# What somebody says who joins; whoever has joined already is not asked.
JOINING = {"adult": True, "notice": NOTICE, "purposes": ["membership", "messages"]}


@dataclass
class Person:
    """Calls the API, with a token once signed in."""

    app: Flask
    database: Database[dict[str, Any]]
    address: str = "192.0.2.1"
    access_token: str | None = None
    refresh_token: str | None = None
    member_id: str = ""
    phone: str = ""
    http: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.http = self.app.test_client()

    def call(self, method: str, path: str, **kwargs: Any) -> TestResponse:
        headers = {"X-Forwarded-For": f"203.0.113.9, {self.address}", **kwargs.pop("headers", {})}
        if self.access_token:
            headers.setdefault("Authorization", f"Bearer {self.access_token}")
        return self.http.open(ROOT + path, method=method, headers=headers, **kwargs)

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        return self.call("GET", path, **kwargs)

    def post(self, path: str, body: Any, **kwargs: Any) -> TestResponse:
        return self.call("POST", path, json=body, **kwargs)

    def put(self, path: str, body: Any = None) -> TestResponse:
        return self.call("PUT", path, json=body) if body is not None else self.call("PUT", path)

    def patch(self, path: str, body: Any) -> TestResponse:
        return self.call("PATCH", path, json=body)

    def delete(self, path: str) -> TestResponse:
        return self.call("DELETE", path)

    def code_of(self, attempt_id: str) -> str:
        """Read the code that was sent."""
        attempt = self.database["sign_in_attempts"].find_one({"_id": attempt_id})
        assert attempt is not None
        return unseal(attempt["outbox"][0]["data"]["sealed_code"])

    def request_code(self, **contact: str) -> tuple[str, str]:
        """Ask for a code and read it."""
        answer = self.post("/sign-in/codes", contact or {"phone": PHONE})
        assert answer.status_code == 202, answer.json
        return answer.json["attempt_id"], self.code_of(answer.json["attempt_id"])

    def sign_in(self, joining: Mapping[str, Any] = JOINING, **contact: str) -> dict[str, Any]:
        """Sign in and keep the tokens."""
        attempt_id, code = self.request_code(**contact)
        answer = self.post("/sign-in/tokens", {"attempt_id": attempt_id, "code": code, "joining": joining})
        assert answer.status_code == 200, answer.json
        self.access_token, self.refresh_token = answer.json["access_token"], answer.json["refresh_token"]
        body: dict[str, Any] = answer.json
        return body


def application(database: Database[dict[str, Any]], limits: Limits | None = None) -> Flask:
    """The application of alumni on a real database, with keys of the test's own."""
    keys = Keys(edge=EDGE, signer=SignedTokens(signing_pem()))
    stores = Stores(database)
    stores.ensure_indexes()
    app = bootstrap.api(keys.signer.jwks, checks={"mongodb": lambda: None})
    bootstrap.bind(
        app, stores, keys, limits or Limits(per_contact=1000, per_address=1000), "https://hamrah.example"
    )
    return app
