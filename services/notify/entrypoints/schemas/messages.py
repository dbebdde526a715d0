"""What members see of their messages."""

from __future__ import annotations

from enum import StrEnum

from marshmallow import fields, validate

from chassis.http import Id, Schema, UtcDateTime
from notify.domain.message import State, Template
from notify.domain.preferences import Purpose


def one_of(kind: type[StrEnum]) -> validate.OneOf:
    """Accept the values of an enumeration."""
    return validate.OneOf([each.value for each in kind])


class MessageSchema(Schema):
    """What became of one message; never what it said, nor to which number or address."""

    id = Id(required=True)
    template = fields.String(required=True, validate=one_of(Template))
    channel = fields.String(required=True, validate=validate.Length(1, 32))
    purpose = fields.String(required=True, validate=one_of(Purpose))
    why = fields.String(
        required=True, allow_none=True, metadata={"description": "The type of the fact that it tells."}
    )
    state = fields.String(required=True, validate=one_of(State))
    created_at = UtcDateTime(required=True)
    updated_at = UtcDateTime(required=True, metadata={"description": "When it came to its state."})


class MessagesPageSchema(Schema):
    """One page of messages, the newest first."""

    items = fields.List(fields.Nested(MessageSchema), required=True)
    next_cursor = fields.String(
        required=True, allow_none=True, metadata={"description": "Null on the last page."}
    )
