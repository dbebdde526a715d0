"""What Exotel posts: receipts to the address of their message, and texts to an address with a token.

https://developer.exotel.com/docs/sms-support/sms-webhooks
https://support.exotel.com/support/solutions/articles/45270-send-a-sms-reply-in-response-to-an-incoming-sms
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields, validate

from chassis.config import PlatformSettings
from notify.adapters.providers.calls import bounded_code
from notify.adapters.providers.links import ReceiptLinks
from notify.adapters.providers.numbers import as_e164
from notify.adapters.providers.webhooks import Called, Webhooks, read_with, require_token
from notify.domain.errors import SignatureRefused
from notify.domain.message import State
from notify.domain.receipt import IncomingText, Receipt

NAME = "exotel"
TOKEN = "exotel-webhook-token"
LONGEST_TEXT = 2000

# https://developer.exotel.com/docs/sms-support/sms-status-codes
STATUSES: Mapping[str, State] = {
    "queued": State.SENT,
    "sending": State.SENT,
    "submitted": State.SENT,
    "sent": State.SENT,
    "delivered": State.DELIVERED,
    "failed": State.FAILED,
    "failed_dnd": State.FAILED,
    "failed-dnd": State.FAILED,
    "expired": State.FAILED,
    "undelivered": State.FAILED,
}
# Told beside the status "sent"; its number differs from page to page of the documentation, its name does not.
ON_THE_PHONE = "DELIVERED_TO_HANDSET"


def state_of(told: Mapping[str, Any]) -> State | None:
    """Read the state of a text from what Exotel tells of it; None where it means nothing to us."""
    if told.get("DetailedStatus") == ON_THE_PHONE:
        return State.DELIVERED
    return STATUSES.get(str(told.get("Status")).lower())


class ReceiptSchema(Schema):
    """A receipt, as far as we read it."""

    SmsSid = fields.String(required=True, validate=validate.Length(1, 64))
    Status = fields.String(required=True, validate=validate.Length(1, 32))
    DetailedStatus = fields.String(load_default="", validate=validate.Length(max=64))
    CustomField = fields.String(load_default=None, validate=validate.Length(max=64))


class TextSchema(Schema):
    """A text that came in, as far as we read it."""

    SmsSid = fields.String(required=True, validate=validate.Length(1, 64))
    From = fields.String(required=True, validate=validate.Length(1, 32))
    Body = fields.String(required=True, validate=validate.Length(max=LONGEST_TEXT))


@dataclass(frozen=True, kw_only=True)
class ExotelWebhooks:
    """Reads Exotel's calls."""

    links: ReceiptLinks
    token: str

    def receipts(self, called: Called) -> list[Receipt]:
        """Read the receipt of the message that the address names."""
        message_id = called.message_id or ""
        if not self.links.is_ours(NAME, message_id, called.signature):
            raise SignatureRefused
        told = read_with(ReceiptSchema, called.form)
        if told["CustomField"] not in (None, "", message_id):
            raise SignatureRefused
        state = state_of(told)
        reason = bounded_code(told["DetailedStatus"], 0) if state is State.FAILED else None
        return [Receipt(message_id=message_id, provider_id=told["SmsSid"], state=state, reason=reason)]

    def text(self, called: Called) -> IncomingText:
        """Read a text, whose sender is written as Indians dial."""
        require_token(called, self.token)
        told = read_with(TextSchema, called.form)
        return IncomingText(provider_id=told["SmsSid"], sender=as_e164(told["From"]), body=told["Body"])


def webhooks(platform: PlatformSettings) -> Webhooks:
    """Build the reader of the calls; a missing secret ends the start with its name."""
    reader = ExotelWebhooks(links=ReceiptLinks.read(platform), token=platform.secret(TOKEN).decode())
    return Webhooks(receipts=reader.receipts, text=reader.text)
