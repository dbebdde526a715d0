"""What providers send."""

from __future__ import annotations

from marshmallow import EXCLUDE, fields, validate

from chassis.http import Schema


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
