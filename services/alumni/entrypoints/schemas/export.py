"""How far an export is."""

from marshmallow import fields

from alumni.domain.export import State
from chassis.http import Id, Schema, UtcDateTime


class ExportSchema(Schema):
    """An export and its progress; the files are there once it is ready, until it expires."""

    id = Id(required=True)
    state = fields.Enum(State, by_value=True, required=True)
    asked_at = UtcDateTime(required=True)
    ready_at = UtcDateTime(required=True, allow_none=True)
    expires_at = UtcDateTime(required=True, allow_none=True)
    collections_done = fields.Integer(required=True)
    collections = fields.Integer(required=True)
    records = fields.Integer(required=True)
