"""Feeds for everybody."""

from marshmallow import fields, validate

from chassis.http import Id, Schema


class FeedQuerySchema(Schema):
    """Whose meetings: a centre's, or everybody's."""

    centre_id = Id(load_default=None)


class BmltQuerySchema(FeedQuerySchema):
    """Whose meetings, and whether what the formats mean comes along."""

    get_used_formats = fields.String(load_default="0", validate=validate.OneOf(["0", "1"]))


class ScheduleQuerySchema(Schema):
    """Whose schedule."""

    centre_id = Id(required=True)
