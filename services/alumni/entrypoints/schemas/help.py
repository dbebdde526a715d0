"""Help lines as an answer shows them first."""

from marshmallow import fields

from chassis.http import Schema


class HelpLineSchema(Schema):
    """A telephone line that answers."""

    number = fields.String(required=True)
    also = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    hours = fields.String(required=True, allow_none=True)


class HelpSchema(Schema):
    """A word of support, and who listens."""

    message = fields.String(required=True)
    lines = fields.List(fields.Nested(HelpLineSchema), required=True)
