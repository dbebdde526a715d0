"""Sources of a centre's meetings, as they are added, changed and shown."""

from typing import Any

from marshmallow import fields, post_load, validate

from chassis.http import Schema, UtcDateTime, WholeNumber
from groups.domain.source import MAX_EVERY_HOURS
from groups.entrypoints.schemas.imports import MAX_URL, TIME_ZONE, HowToReadSchema, ImportReportSchema

_EVERY_HOURS = validate.Range(1, MAX_EVERY_HOURS)


class NewSourceSchema(HowToReadSchema):
    """An address to fetch again and again."""

    url = fields.String(
        required=True,
        validate=validate.Length(1, MAX_URL),
        metadata={"example": "https://centre.example/meetings.json"},
    )
    every_hours = WholeNumber(load_default=24, validate=_EVERY_HOURS)

    @post_load
    def complete(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Add what was not told."""
        return {"time_zone": TIME_ZONE, "format": None, **values}


class SourceChangeSchema(HowToReadSchema):
    """What of a source to change; its address is what it is."""

    every_hours = WholeNumber(validate=_EVERY_HOURS)


class SourceSchema(Schema):
    """A source, and how its last fetch went."""

    id = fields.String(required=True)
    url = fields.String(required=True)
    format = fields.String(required=True, allow_none=True)
    every_hours = fields.Integer(required=True)
    time_zone = fields.String(required=True)
    due_at = UtcDateTime(required=True, metadata={"description": "When it is fetched next."})
    fetched_at = UtcDateTime(required=True, allow_none=True)
    succeeded_at = UtcDateTime(
        required=True, allow_none=True, metadata={"description": "When its feed was last good."}
    )
    failing_since = UtcDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "The meetings are as they were when its feed was last good."},
    )
    failures = fields.Integer(required=True, metadata={"description": "In a row."})
    cause = fields.String(required=True, allow_none=True, metadata={"description": "Of the last failure."})


class SourcesSchema(Schema):
    """Every source of a centre."""

    items = fields.List(fields.Nested(SourceSchema), required=True)


class FetchedSchema(Schema):
    """What came of fetching a source."""

    unchanged = fields.Boolean(
        required=True, metadata={"description": "The feed is the same as before: nothing was imported."}
    )
    report = fields.Nested(ImportReportSchema, required=True, allow_none=True)
