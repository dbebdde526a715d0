"""Feeds for everybody."""

from chassis.http import Id, Schema, TrueOrFalse


class FeedQuerySchema(Schema):
    """Whose meetings: a centre's, or everybody's."""

    centre_id = Id(load_default=None)


class BmltQuerySchema(FeedQuerySchema):
    """Whose meetings, and whether what the formats mean comes along."""

    get_used_formats = TrueOrFalse(load_default=False)


class ScheduleQuerySchema(Schema):
    """Whose schedule."""

    centre_id = Id(required=True)
