"""The API of notify with a key of its own, and the people who call it."""

import json
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from flask.testing import FlaskClient
from pymongo.database import Database
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from chassis.tokens import TokenVerifier
from notify.adapters.links import SignedLinks
from notify.adapters.providers.exotel_webhooks import ExotelWebhooks
from notify.adapters.providers.links import ReceiptLinks
from notify.adapters.providers.msg91_webhooks import Msg91Webhooks
from notify.adapters.providers.webhooks import Webhooks
from notify.adapters.sealing import PrivateSeal
from notify.bootstrap import api, bind
from notify.entrypoints.http.streams import Streams
from tests.notify import examples, provider

PUBLIC_URL = "https://hamrah.example.org"
RECEIPT_LINKS = ReceiptLinks(bytes(32), PUBLIC_URL)
TOKEN = "a token in an address"
HOOKS = {
    "exotel": Webhooks(
        receipts=ExotelWebhooks(links=RECEIPT_LINKS, token=TOKEN).receipts,
        text=ExotelWebhooks(links=RECEIPT_LINKS, token=TOKEN).text,
    ),
    "msg91": Webhooks(receipts=Msg91Webhooks(token=TOKEN).receipts),
}
_KEY = Ed25519PrivateKey.generate()
_KEY_ID = "test"
LINKS = SignedLinks(bytes(range(32)), PUBLIC_URL)


def _key_set() -> dict[str, Any]:
    public = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(_KEY.public_key()))
    return {"keys": [{**public, "kid": _KEY_ID, "alg": "EdDSA", "use": "sig"}]}


def app() -> Flask:
    """Build the application with nothing behind it."""
    return api(TokenVerifier(fetch=_key_set))


def bound(database: Database[dict[str, Any]]) -> Flask:
    """Build the application on a database."""
    application = app()
    seal = PrivateSeal(examples.PRIVATE_KEY_HEX)
    streams = Streams(most=2, life=0.05, look=0.01, heartbeat=0.02)
    numbers = examples.NUMBER_INDEX
    bind(application, database, provider.AUTH_TOKEN, PUBLIC_URL, numbers, seal, LINKS, streams, HOOKS)
    return application


def authorization(
    member_id: str = examples.MEMBER, role: str = "member", centre: str | None = None
) -> dict[str, str]:
    """Make the header of somebody who signed in."""
    now = int(time.time())
    claims = {
        "iss": "hamrah-alumni",
        "aud": "hamrah",
        "sub": member_id,
        "sid": "0" * 32,
        "roles": [role],
        "iat": now,
        "exp": now + 6 * 3600,  # A module may make it as it is imported, long before its tests run.
        "jti": "1" * 32,
        **({"centre": centre} if centre else {}),
    }
    token = jwt.encode(claims, _KEY, algorithm="EdDSA", headers={"kid": _KEY_ID})
    return {"Authorization": f"Bearer {token}"}


def receipt(sid: str, status: str, **more: str) -> dict[str, str]:
    """Write the form of a receipt."""
    return {
        "AccountSid": provider.ACCOUNT_SID,
        "MessageSid": sid,
        "MessageStatus": status,
        "To": examples.NUMBER,
        "From": "HAMRAH",
        **more,
    }


def send_receipt(
    client: FlaskClient, message_id: str, form: dict[str, str], token: str = provider.AUTH_TOKEN
) -> TestResponse:
    """Send a receipt signed with a token, as the provider does."""
    path = f"/api/notify/webhooks/sms/{message_id}"
    signature = RequestValidator(token).compute_signature(PUBLIC_URL + path, form)
    return client.post(path, data=form, headers={"X-Twilio-Signature": signature})
