"""The HTTP API of notify: receipts and answers from the SMS provider, and a member's own messages."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request
from pymongo.database import Database

from chassis.clock import utc_now
from chassis.http import (
    Blueprint,
    PageArguments,
    Problem,
    decode_cursor,
    identity,
    one_page,
    public,
    raises,
    requires,
)
from chassis.http.holdings import holdings_blueprint
from notify import views
from notify.adapters.glasses import MongoGlasses
from notify.adapters.holdings import HOLDINGS
from notify.adapters.mongo import MongoMessages
from notify.adapters.mongo_answers import MongoAnswers
from notify.adapters.mongo_contacts import MongoWriters
from notify.adapters.receipts import TwilioSignature
from notify.adapters.sealing import PrivateSeal
from notify.domain import errors
from notify.entrypoints import schemas
from notify.handlers.answers import receive_text
from notify.handlers.receipts import receive_receipt

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.NothingOpen: Problem(404, "nothing-open", "There is nothing to see, or not any more."),
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
_EXTENSION = "notify"

View = TypeVar("View", bound=Callable[..., Any])

notify = Blueprint("notify", __name__, url_prefix="/api/notify", description="Messages and their fate")


@dataclass(frozen=True, kw_only=True)
class Context:
    """What the views work with; the app carries it as an extension."""

    database: Database[dict[str, Any]]
    messages: MongoMessages
    answers: MongoAnswers
    writers: MongoWriters
    signature: TwilioSignature
    public_url: str
    glasses: MongoGlasses
    seal: PrivateSeal

    def install(self, app: Flask) -> None:
        """Put the context where the views find it."""
        app.extensions[_EXTENSION] = self


def _context() -> Context:
    return cast("Context", current_app.extensions[_EXTENSION])


def signed_by_provider(view: View) -> View:
    """Refuse whatever the provider did not sign, before any of it is read."""

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        context = _context()
        address = context.public_url + request.path
        if not context.signature.is_valid(address, request.form, request.headers.get(SIGNATURE_HEADER, "")):
            raise errors.SignatureRefused
        return view(*args, **kwargs)

    return cast("View", checked)


@notify.post("/webhooks/sms/<id:message_id>", parameters=[SIGNATURE])
@signed_by_provider
@notify.arguments(schemas.ReceiptSchema, location="form")
@notify.response(204)
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
        _context().messages,
    )


@notify.post("/webhooks/answers", parameters=[SIGNATURE])
@signed_by_provider
@notify.arguments(schemas.IncomingTextSchema, location="form")
@notify.response(204)
@raises(errors.SignatureRefused)
@public
def post_answer(text: dict[str, Any]) -> None:
    """Take a text that somebody wrote to us, as the SMS provider passes it on

    Whoever it comes from and whatever it says, the answer is the same.
    """
    context = _context()
    receive_text(
        text["message_sid"],
        text["sender"],
        text["body"],
        writers=context.writers,
        answers=context.answers,
        messages=context.messages,
        at=utc_now(),
    )


@notify.get("/messages")
@notify.arguments(PageArguments, location="query")
@notify.response(200, schemas.MessagesPageSchema)
@requires("member")
def get_messages(page: dict[str, Any]) -> dict[str, Any]:
    """List the caller's messages and what became of them, the newest first"""
    size = page["page_size"]
    after = decode_cursor(page["cursor"], [datetime, str]) if page["cursor"] else None
    rows = views.messages_of(_context().database, identity().member_id, after=after, limit=size + 1)
    return one_page(rows, size, "created_at", "id")


@notify.get("/opened-contacts/<id:glass_id>")
@notify.response(200, schemas.OpenedContactsSchema)
@raises(errors.NothingOpen)
@requires("coordinator")
def get_opened_contacts(glass_id: str) -> Any:
    """See a contact that two persons opened for a threat to life: once, and only who asked for it"""
    context = _context()
    sealed = context.glasses.take(glass_id, identity().member_id, utc_now())
    if sealed is None:
        raise errors.NothingOpen
    opened = [{"channel": name, "contact": context.seal.unseal(each)} for name, each in sealed.items()]
    return {"contacts": opened}, {"Cache-Control": "no-store"}


BLUEPRINTS = (notify, holdings_blueprint(HOLDINGS, lambda: _context().database))
