"""What the API of notify takes and gives."""

from __future__ import annotations

from marshmallow import EXCLUDE, fields, validate

from chassis.http import Id, Schema, UtcDateTime
from notify.domain.contacts import Channel
from notify.domain.message import State, Template


def _one_of(kind: type[Channel | State | Template]) -> validate.OneOf:
    return validate.OneOf([each.value for each in kind])


class ReceiptSchema(Schema):
    """A receipt as Twilio sends it; it may gain fields at any time."""

    class Meta:
        unknown = EXCLUDE

    message_sid = fields.String(
        data_key="MessageSid",
        required=True,
        validate=validate.Length(1, 64),
        metadata={"description": "The provider's id of the message."},
    )
    message_status = fields.String(
        data_key="MessageStatus",
        required=True,
        validate=validate.Length(1, 32),
        metadata={"description": "queued, sent, delivered, undelivered, failed ...; others change nothing."},
    )
    error_code = fields.String(data_key="ErrorCode", load_default=None, validate=validate.Length(max=16))


class IncomingTextSchema(Schema):
    """A text that came in, as Twilio passes it on; it may gain fields at any time."""

    class Meta:
        unknown = EXCLUDE

    message_sid = fields.String(data_key="MessageSid", required=True, validate=validate.Length(1, 64))
    sender = fields.String(data_key="From", required=True, validate=validate.Length(1, 32))
    body = fields.String(data_key="Body", required=True, validate=validate.Length(max=1600))


class MessageSchema(Schema):
    """What became of one message; never what it said, nor to which number or address."""

    id = Id(required=True)
    template = fields.String(required=True, validate=_one_of(Template))
    channel = fields.String(required=True, validate=_one_of(Channel))
    state = fields.String(required=True, validate=_one_of(State))
    created_at = UtcDateTime(required=True)
    updated_at = UtcDateTime(required=True, metadata={"description": "When it came to its state."})


class MessagesPageSchema(Schema):
    """One page of messages, the newest first."""

    items = fields.List(fields.Nested(MessageSchema), required=True)
    next_cursor = fields.String(
        required=True, allow_none=True, metadata={"description": "Null on the last page."}
    )


class OpenedContactSchema(Schema):
    """One contact, in plain sight."""

    channel = fields.String(required=True, validate=_one_of(Channel))
    contact = fields.String(required=True)


class OpenedContactsSchema(Schema):
    """What two persons opened; shown once."""

    contacts = fields.List(fields.Nested(OpenedContactSchema), required=True)
