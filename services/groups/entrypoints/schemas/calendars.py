"""A member's own calendar."""

from marshmallow import fields, validate

from chassis.http import Schema


class NewCalendarSchema(Schema):
    """Nothing is to be said of a new calendar."""


class CalendarAddressSchema(Schema):
    """Where a calendar is; whoever knows it can read it, and it is shown this once."""

    url = fields.String(required=True)


class CalendarKeyQuerySchema(Schema):
    """The secret part of a calendar's address, in the query, which no log has."""

    key = fields.String(required=True, validate=validate.Regexp(r"[A-Za-z0-9_-]{1,100}\Z"))
