"""Milestones: with whom they are shared, and what is said to them."""

from marshmallow import fields

from alumni.domain.reached import Audience, Word
from chassis.http import Id, Schema, UtcDateTime


class ShareSchema(Schema):
    """One audience more."""

    audience = fields.Enum(Audience, by_value=True, required=True)


class CongratulationSchema(Schema):
    """One of the fixed words."""

    word = fields.Enum(Word, by_value=True, required=True)


class SaidWordSchema(CongratulationSchema):
    """How many said it."""

    count = fields.Integer(required=True)


class OwnMilestoneSchema(Schema):
    """A milestone of one's own."""

    id = Id(required=True)
    milestone = fields.String(required=True, metadata={"example": "30-days"})
    reached_at = UtcDateTime(required=True)
    shared_with = fields.List(fields.Enum(Audience, by_value=True), required=True)
    congratulations = fields.List(fields.Nested(SaidWordSchema), required=True)


class OwnMilestonePageSchema(Schema):
    """One page of one's own milestones, the latest first."""

    items = fields.List(fields.Nested(OwnMilestoneSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class SharedMilestoneSchema(Schema):
    """A milestone that somebody shares."""

    id = Id(required=True)
    handle = fields.String(required=True)
    milestone = fields.String(required=True)
    shared_at = UtcDateTime(required=True)
    my_word = fields.Enum(Word, by_value=True, required=True, allow_none=True)


class SharedMilestonePageSchema(Schema):
    """One page of what others share, the latest first."""

    items = fields.List(fields.Nested(SharedMilestoneSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
