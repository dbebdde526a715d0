"""Promised seats, cancellations that are undone, and ways to join."""

from marshmallow import fields

from chassis.http import Schema


class JoiningSchema(Schema):
    """How to join a meeting online; to be shown to the caller and kept nowhere."""

    ways = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "conference_url, conference_url_notes, conference_phone and so on."},
    )
