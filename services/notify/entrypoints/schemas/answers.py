"""Texts that only a person can read, as a coordinator sees them."""

from __future__ import annotations

from marshmallow import fields

from chassis.http import Id, Schema, UtcDateTime


class UnreadTextSchema(Schema):
    """One text that a member wrote to us."""

    id = Id(required=True)
    member_id = Id(required=True)
    text = fields.String(
        required=True, metadata={"description": "As it was written, at most 1,600 characters."}
    )
    received_at = UtcDateTime(required=True)
    handled_at = UtcDateTime(
        required=True, allow_none=True, metadata={"description": "When somebody saw to it; null until then."}
    )


class UnreadTextsPageSchema(Schema):
    """One page of texts, the newest first."""

    items = fields.List(fields.Nested(UnreadTextSchema), required=True)
    next_cursor = fields.String(
        required=True, allow_none=True, metadata={"description": "Null on the last page."}
    )
