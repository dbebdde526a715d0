"""What is said to open a contact, and about those that were opened."""

from marshmallow import fields, validate

from alumni.domain.break_glass import LONGEST_REASON, SHORTEST_REASON
from alumni.domain.contact import Channel
from chassis.http import Id, Schema, TrueOrFalse, UtcDateTime


class OpeningSchema(Schema):
    """Why, and which contacts: no more than are needed."""

    threat_to_life = TrueOrFalse(
        required=True,
        validate=validate.Equal(True, error="For a threat to life only."),
        metadata={"description": "The only reason there is."},
    )
    reason = fields.String(
        required=True,
        validate=validate.Length(SHORTEST_REASON, LONGEST_REASON),
        metadata={"description": "Read by the second person and by the member."},
    )
    channels = fields.List(
        fields.Enum(Channel, by_value=True), required=True, validate=validate.Length(1, len(Channel))
    )


class GlassSchema(Schema):
    """One wish to open a contact, and what came of it."""

    id = Id(required=True)
    member_id = Id(required=True)
    centre_id = Id(required=True)
    asked_by = fields.String(required=True)
    reason = fields.String(required=True)
    channels = fields.List(fields.String(), required=True)
    asked_at = UtcDateTime(required=True)
    confirm_by = UtcDateTime(required=True)
    confirmed_by = fields.String(required=True, allow_none=True)
    opened_at = UtcDateTime(required=True, allow_none=True)
    until = UtcDateTime(required=True, allow_none=True)


class GlassPageSchema(Schema):
    """One page of them."""

    items = fields.List(fields.Nested(GlassSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
