"""What members find in the inbox."""

from __future__ import annotations

from marshmallow import fields

from chassis.http import Id, Schema, UtcDateTime
from chassis.http.schemas import TrueOrFalse, WholeNumber
from notify.domain.contacts import Language
from notify.domain.message import Template
from notify.domain.preferences import Purpose
from notify.entrypoints.schemas.messages import one_of

_AGED = "Null once the entry is older than 30 days."


class InboxEntrySchema(Schema):
    """One entry of the inbox."""

    id = Id(required=True)
    title = fields.String(required=True, allow_none=True, metadata={"description": _AGED})
    text = fields.String(required=True, allow_none=True, metadata={"description": _AGED})
    language = fields.String(
        required=True, allow_none=True, validate=one_of(Language), metadata={"description": _AGED}
    )
    template = fields.String(required=True, validate=one_of(Template))
    purpose = fields.String(required=True, validate=one_of(Purpose))
    why = fields.String(
        required=True, allow_none=True, metadata={"description": "The type of the fact that it tells."}
    )
    is_urgent = TrueOrFalse(required=True)
    created_at = UtcDateTime(required=True)
    read_at = UtcDateTime(required=True, allow_none=True)


class InboxPageSchema(Schema):
    """One page of the inbox, the newest first."""

    items = fields.List(fields.Nested(InboxEntrySchema), required=True)
    next_cursor = fields.String(
        required=True, allow_none=True, metadata={"description": "Null on the last page."}
    )
    unread = WholeNumber(required=True, metadata={"description": "More than 100 are told as 100."})


class UnreadSchema(Schema):
    """How much is unread."""

    unread = WholeNumber(required=True, metadata={"description": "More than 100 are told as 100."})


class ReadSchema(Schema):
    """How much was marked as read."""

    read = WholeNumber(required=True)
