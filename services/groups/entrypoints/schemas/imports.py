"""Imports, as they are asked for and reported."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates

from chassis.http import Schema, TrueOrFalse, UtcDateTime
from groups.domain.feed_import import LISTED
from groups.domain.feeds.fields import is_time_zone
from groups.domain.feeds.formats import FORMATS

MAX_URL = 2000
TIME_ZONE = "Asia/Kolkata"


class HowToReadSchema(Schema):
    """How to read what a feed does not say itself."""

    time_zone = fields.String(
        validate=validate.Length(1, 64),
        metadata={"description": f"IANA time zone of records without one; {TIME_ZONE} unless told."},
    )
    format = fields.String(
        allow_none=True,
        validate=validate.OneOf(list(FORMATS)),
        metadata={"description": "Recognised by the feed unless told."},
    )

    @validates("time_zone")
    def refuse_unknown_time_zone(self, value: str, **_: Any) -> None:
        """Refuse what is not in the IANA database."""
        if not is_time_zone(value):
            raise ValidationError("Not a time zone of the IANA database.")


class ImportOptionsSchema(HowToReadSchema):
    """How to read a feed, and whether to write what it says."""

    @post_load
    def complete(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Add what was not told."""
        return {"time_zone": TIME_ZONE, "format": None, **values}

    dry_run = TrueOrFalse(load_default=False, metadata={"description": "Only tell what the import would do."})


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


class TouchedSchema(Schema):
    """A meeting that an import added or changed, or that its feed has no more."""

    outcome = fields.String(required=True, metadata={"enum": ["added", "changed", "gone"]})
    slug = fields.String(required=True)
    name = fields.String(required=True)
    fields_ = fields.List(
        fields.String(), required=True, attribute="fields", data_key="fields",
        metadata={"description": "What is different in a changed one."},
    )  # fmt: skip


class ImportSchema(Schema):
    """What an import did, in short; a record of several weekdays counts as so many meetings."""

    id = fields.String(required=True, metadata={"description": "By it, it is looked at and reversed."})
    source_id = fields.String(required=True)
    at = UtcDateTime(required=True)
    dry_run = fields.Boolean(required=True, metadata={"description": "Nothing was written, nor kept."})
    outcome = fields.String(
        required=True,
        metadata={
            "enum": ["imported", "failed", "interrupted"],
            "description": "An interrupted one is completed by the next import.",
        },
    )
    cause = fields.String(required=True, allow_none=True, metadata={"description": "Why it failed."})
    reversed_at = UtcDateTime(required=True, allow_none=True)
    added = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    told = fields.Integer(
        required=True,
        metadata={"description": "Dates of changed meetings whose holders of a place are told."},
    )


class ImportReportSchema(ImportSchema):
    """What an import did."""

    gone = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Slugs that the feed has no more; their meetings are suspended."},
    )
    meetings = fields.List(
        fields.Nested(TouchedSchema),
        required=True,
        metadata={"description": f"The meetings that were touched, up to {LISTED} of them."},
    )
    rejected = fields.List(fields.Nested(RejectionSchema), required=True)


class ImportPageSchema(ImportReportSchema):
    """What an import did, with a page of the records that it rejected."""

    rejected_count = fields.Integer(required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ImportsSchema(Schema):
    """A page of imports, the latest first."""

    items = fields.List(fields.Nested(ImportSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
