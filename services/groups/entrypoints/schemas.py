"""What the API of groups takes and gives."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates

from chassis.http import Id, PageArguments, Schema, UtcDateTime
from groups.domain.feed_fields import is_time_zone

MAX_URL = 2000


class RegistrationSchema(Schema):
    """A place of the caller."""

    id = Id(required=True)
    occurrence_id = Id(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["confirmed", "queued", "cancelled"]))
    position = fields.Integer(
        required=True, allow_none=True, metadata={"description": "In the queue, from 1; null with a seat."}
    )
    starts_at = UtcDateTime(required=True)


class CancelledSchema(Schema):
    """A registration that is no more."""

    id = Id(required=True)
    state = fields.String(required=True, validate=validate.Equal("cancelled"))


class TypeSchema(Schema):
    """A Meeting Guide type code in words."""

    code = fields.String(required=True)
    label = fields.String(required=True)


class MeetingSchema(Schema):
    """One date of a meeting."""

    id = Id(required=True)
    series_id = Id(required=True)
    centre_id = Id(required=True)
    name = fields.String(required=True)
    slug = fields.String(required=True)
    types = fields.List(fields.Nested(TypeSchema), required=True)
    address = fields.String(required=True)
    online = fields.Boolean(required=True)
    status = fields.String(required=True, validate=validate.OneOf(["scheduled", "cancelled"]))
    starts_at = UtcDateTime(required=True)
    ends_at = UtcDateTime(required=True)
    time_zone = fields.String(required=True)
    local_start = fields.String(
        required=True,
        metadata={"description": "RFC 3339, on the wall clock of the meeting.", "format": "date-time"},
    )
    capacity = fields.Integer(required=True)
    seats_left = fields.Integer(required=True)
    queue_length = fields.Integer(required=True)


class OccurrenceSchema(MeetingSchema):
    """One date of a meeting, as it concerns the caller."""

    registration = fields.Nested(
        RegistrationSchema, required=True, allow_none=True, metadata={"description": "The caller's own."}
    )


class OccurrencesQuerySchema(PageArguments):
    """Which occurrences: by default those of the next 14 days, at most those of 62."""

    since = UtcDateTime(data_key="from", load_default=None)
    until = UtcDateTime(data_key="to", load_default=None)
    centre_id = Id(load_default=None)


class OccurrencesPageSchema(Schema):
    """One page of occurrences, sorted by their start."""

    items = fields.List(fields.Nested(OccurrenceSchema), required=True)
    next_cursor = fields.String(
        required=True, allow_none=True, metadata={"description": "null on the last page."}
    )


class OwnRegistrationSchema(RegistrationSchema):
    """A place of the caller, with its meeting."""

    occurrence = fields.Nested(MeetingSchema, required=True)


class OwnRegistrationsSchema(Schema):
    """The caller's places in meetings to come."""

    items = fields.List(fields.Nested(OwnRegistrationSchema), required=True)


class CancelledMeetingSchema(Schema):
    """A meeting that will not take place."""

    id = Id(required=True)
    status = fields.String(required=True, validate=validate.Equal("cancelled"))


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
