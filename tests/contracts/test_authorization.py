"""The authorization matrix: who may call what, endpoint by endpoint, and everybody else is refused."""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

import alumni.bootstrap
import groups.bootstrap
import notify.bootstrap
from alumni.adapters.tokens import AUDIENCE, ISSUER, public_jwk
from alumni.domain.api_key import Scope
from chassis.clock import utc_now
from chassis.http import PARTNER_SYSTEM
from chassis.ids import new_id
from chassis.tokens import TokenVerifier
from tests.contracts.matrix import MATRIX, OF_EVERY_SERVICE
from tests.contracts.matrix.callers import EVERY_CALLER, Caller

ROWS = [
    (service, method, route, allowed)
    for service, rows in MATRIX.items()
    for (method, route), allowed in (OF_EVERY_SERVICE | rows).items()
]
KEY = Ed25519PrivateKey.generate()
JWK = public_jwk(KEY.public_key())


def key_set() -> dict[str, list[dict[str, str]]]:
    return {"keys": [JWK]}


@pytest.fixture(scope="module")
def apps() -> Iterator[dict[str, Flask]]:
    """Every API with nothing behind it: whom it lets in finds that nothing works."""
    logging.disable()
    yield {
        "alumni": alumni.bootstrap.api(key_set),
        "groups": groups.bootstrap.api(TokenVerifier(fetch=key_set)),
        "notify": notify.bootstrap.api(TokenVerifier(fetch=key_set)),
    }
    logging.disable(logging.NOTSET)


def token(role: str) -> str:
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": new_id(),
        "sid": new_id(),
        "roles": [role],
        "scopes": [*Scope] if role == PARTNER_SYSTEM else [],
        "iat": utc_now(),
        "exp": utc_now() + timedelta(minutes=1),
    }
    return jwt.encode(claims, KEY, algorithm="EdDSA", headers={"kid": JWK["kid"]})


def code_for(app: Flask, method: str, route: str, caller: Caller) -> str | None:
    """Call an endpoint as somebody, and give the code of the problem that it answers with."""
    path = re.sub("<date:[a-z_]+>", "2026-12-05", re.sub("<id:[a-z_]+>", new_id(), route))
    path = re.sub(r"<any\((\w+)[^>]*>", r"\1", path)
    headers = {} if caller is None else {"Authorization": f"Bearer {token(caller)}"}
    answer = app.test_client().open(path, method=method, headers=headers)
    code: str | None = (answer.get_json(silent=True) or {}).get("code")
    return code


@pytest.mark.parametrize("service", MATRIX)
def test_every_endpoint_has_its_row(apps: dict[str, Flask], service: str):
    found = {
        (method, rule.rule)
        for rule in apps[service].url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD"}
    }

    assert found == (OF_EVERY_SERVICE | MATRIX[service]).keys()


@pytest.mark.parametrize(("row", "caller"), list(product(ROWS, EVERY_CALLER)))
def test_only_who_is_allowed_gets_in(apps: dict[str, Flask], row: tuple, caller: Caller):
    service, method, route, allowed = row
    code = code_for(apps[service], method, route, caller)

    if caller in allowed:
        assert code not in ("token-missing", "token-refused", "not-allowed")
    else:
        assert code == ("token-missing" if caller is None else "not-allowed")
