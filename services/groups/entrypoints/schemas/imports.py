"""Imports, as they are asked for and reported."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates

from chassis.http import Schema
from groups.domain.feeds.fields import is_time_zone

MAX_URL = 2000


class ImportOptionsSchema(Schema):
    """How to read records that do not say it themselves."""

    time_zone = fields.String(
        load_default="Asia/Kolkata",
        validate=validate.Length(1, 64),
        metadata={"description": "IANA time zone of records without one."},
    )

    @validates("time_zone")
    def refuse_unknown_time_zone(self, value: str, **_: Any) -> None:
        """Refuse what is not in the IANA database."""
        if not is_time_zone(value):
            raise ValidationError("Not a time zone of the IANA database.")


class ImportByAddressSchema(ImportOptionsSchema):
    """A feed by its address."""

    url = fields.String(
        required=True,
        validate=validate.Length(1, MAX_URL),
        metadata={"example": "https://centre.example/meetings.json"},
    )


class RejectionSchema(Schema):
    """A record that was not imported."""

    line = fields.Integer(required=True, metadata={"description": "On which the record starts, from 1."})
    slug = fields.String(required=True, allow_none=True)
    field = fields.String(required=True)
    reason = fields.String(required=True)


class ImportReportSchema(Schema):
    """What an import did; a record of several weekdays counts as so many meetings."""

    added = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    kept = fields.Integer(
        required=True,
        metadata={"description": "Coming dates of changed meetings left as they are: somebody has a place."},
    )
    gone = fields.List(
        fields.String(), required=True, metadata={"description": "Slugs no longer in the feed; untouched."}
    )
    rejected = fields.List(fields.Nested(RejectionSchema), required=True)
