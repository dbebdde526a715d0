"""Who cannot be reached, as coordinators see it."""

from __future__ import annotations

from marshmallow import fields

from chassis.http import Id, Schema, UtcDateTime


class LostChannelSchema(Schema):
    """A channel over which a member cannot be reached."""

    channel = fields.String(required=True)
    since = UtcDateTime(required=True, allow_none=True)


class UnreachableMemberSchema(Schema):
    """A member who cannot be reached over some channel; never their number or address."""

    member_id = Id(required=True)
    channels = fields.List(fields.Nested(LostChannelSchema), required=True)


class UnreachablePageSchema(Schema):
    """One page of members, by id."""

    items = fields.List(fields.Nested(UnreachableMemberSchema), required=True)
    next_cursor = fields.String(
        required=True, allow_none=True, metadata={"description": "Null on the last page."}
    )
