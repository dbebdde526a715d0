"""What the SMS provider tells us: receipts of texts that went out, and texts that came in."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar, cast

from flask import request

from chassis.clock import utc_now
from chassis.http import Blueprint, Problem, public, raises
from notify.domain import errors
from notify.entrypoints.http.context import context
from notify.entrypoints.schemas.webhooks import IncomingTextSchema, ReceiptSchema
from notify.handlers.answers import receive_text
from notify.handlers.receipts import receive_receipt

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.MessageUnknown: Problem(404, "message-unknown", "There is no such message."),
    errors.SignatureRefused: Problem(403, "signature-refused", "This is not signed by the provider."),
}

SIGNATURE_HEADER = "X-Twilio-Signature"
SIGNATURE = {
    "in": "header",
    "name": SIGNATURE_HEADER,
    "description": "HMAC-SHA1 of the public address and every field, as Twilio signs webhooks.",
    "required": True,
    "schema": {"type": "string"},
}

View = TypeVar("View", bound=Callable[..., Any])

webhooks = Blueprint(
    "webhooks", __name__, url_prefix="/api/notify/webhooks", description="What providers tell us"
)


def signed_by_provider(view: View) -> View:
    """Refuse whatever the provider did not sign, before any of it is read."""

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        at_hand = context()
        address = at_hand.public_url + request.path
        if not at_hand.signature.is_valid(address, request.form, request.headers.get(SIGNATURE_HEADER, "")):
            raise errors.SignatureRefused
        return view(*args, **kwargs)

    return cast("View", checked)


@webhooks.post("/sms/<id:message_id>", parameters=[SIGNATURE])
@signed_by_provider
@webhooks.arguments(ReceiptSchema, location="form")
@webhooks.response(204)
@raises(errors.SignatureRefused, errors.MessageUnknown)
@public
def post_receipt(receipt: dict[str, Any], message_id: str) -> None:
    """Take a delivery receipt of the SMS provider

    Receipts may come twice, late and out of order: a message only ever moves forward.
    """
    receive_receipt(
        message_id,
        receipt["message_status"],
        receipt["message_sid"],
        receipt["error_code"],
        context().messages,
    )


@webhooks.post("/answers", parameters=[SIGNATURE])
@signed_by_provider
@webhooks.arguments(IncomingTextSchema, location="form")
@webhooks.response(204)
@raises(errors.SignatureRefused)
@public
def post_answer(text: dict[str, Any]) -> None:
    """Take a text that somebody wrote to us, as the SMS provider passes it on

    Whoever it comes from and whatever it says, the answer is the same.
    """
    receive_text(text["message_sid"], text["sender"], text["body"], context().desk, utc_now())
