"""What providers that sign nothing tell us: the address shows that it comes from whom we gave it to."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from chassis.clock import utc_now
from chassis.http import Blueprint, Problem, public, raises
from notify.adapters.providers.webhooks import Called, Webhooks
from notify.domain import errors
from notify.entrypoints.http.context import context
from notify.handlers.answers import receive_text
from notify.handlers.receipts import receive_receipts

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.WebhookUnreadable: Problem(422, "webhook-unreadable", "This is not what the provider sends."),
}

FORM: dict[str, Any] = {
    "requestBody": {
        "description": "Whatever the provider documents; bounded, and read only after the address is.",
        "content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}},
    }
}

provider_webhooks = Blueprint(
    "provider-webhooks",
    __name__,
    url_prefix="/api/notify/webhooks",
    description="What providers tell us at addresses that only they know",
)


def _hooks_of(provider: str) -> Webhooks:
    hooks = context().hooks.get(provider)
    if hooks is None:
        raise errors.SignatureRefused
    return hooks


@provider_webhooks.post("/receipts/<string:provider>/<id:message_id>/<string:signature>")
@provider_webhooks.doc(**FORM)
@provider_webhooks.response(204)
@raises(errors.SignatureRefused, errors.MessageUnknown, errors.WebhookUnreadable)
@public
def post_receipt_of_message(provider: str, message_id: str, signature: str) -> None:
    """Take a receipt at the address that was given with the message"""
    called = Called(signature=signature, form=request.form.to_dict(), message_id=message_id)
    [receipt] = _hooks_of(provider).receipts(called)
    receive_receipts([receipt], context().messages, must_be_known=True)


@provider_webhooks.post("/receipts/<string:provider>/<string:signature>")
@provider_webhooks.doc(**FORM)
@provider_webhooks.response(204)
@raises(errors.SignatureRefused, errors.WebhookUnreadable)
@public
def post_receipts_of_account(provider: str, signature: str) -> None:
    """Take receipts at the one address of an account; those of unknown messages change nothing"""
    called = Called(signature=signature, form=request.form.to_dict())
    receive_receipts(_hooks_of(provider).receipts(called), context().messages)


@provider_webhooks.post("/answers/<string:provider>/<string:signature>")
@provider_webhooks.doc(**FORM)
@provider_webhooks.response(204)
@raises(errors.SignatureRefused, errors.WebhookUnreadable)
@public
def post_answer_of_account(provider: str, signature: str) -> None:
    """Take a text that somebody wrote to us

    Whoever it comes from and whatever it says, the answer is the same.
    """
    hooks = _hooks_of(provider)
    if hooks.text is None:
        raise errors.SignatureRefused
    text = hooks.text(Called(signature=signature, form=request.form.to_dict()))
    receive_text(text.provider_id, text.sender, text.body, context().desk, utc_now())
