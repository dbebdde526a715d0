"""A phone that writes to us, as the SMS provider passes it on."""

from typing import Any

from flask.testing import FlaskClient
from pymongo.database import Database
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from tests.notify import api, examples, provider

PATH = "/api/notify/webhooks/answers"


def write(client: FlaskClient, body: str, *, sid: str = "SM1", **more: str) -> TestResponse:
    """Write a text and sign it with the provider's token, or another."""
    form = {"MessageSid": sid, "From": examples.NUMBER, "To": "HAMRAH", "Body": body, **more}
    token = form.pop("token", provider.AUTH_TOKEN)
    signature = RequestValidator(token).compute_signature(api.PUBLIC_URL + PATH, form)
    return client.post(PATH, data=form, headers={"X-Twilio-Signature": signature})


def facts(database: Database[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """Give what others are told of texts of one type."""
    rows = database["answers"].find().sort("received_at", 1)
    return [each["data"] for row in rows for each in row["outbox"] if each["type"] == kind]


def replies(database: Database[dict[str, Any]]) -> list[str]:
    """Name what was answered over the phone."""
    rows = database["messages"].find({"channel": "sms", "state": "created"}).sort("created_at", 1)
    return [row["template"] for row in rows]
