"""The help lines, as an answer shows them."""

from marshmallow import fields

from chassis.http import Schema


class HelpLineSchema(Schema):
    """One line a person can call."""

    number = fields.String(required=True, metadata={"example": "14416"})
    name = fields.String(required=True)
    also = fields.String(required=True, allow_none=True)
    hours = fields.String(required=True, allow_none=True)
