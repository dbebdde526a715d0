"""Dates of meetings and places in them."""

from marshmallow import fields, validate

from chassis.http import Id, PageArguments, Schema, UtcDateTime


class RegistrationSchema(Schema):
    """A place of the caller."""

    id = Id(required=True)
    occurrence_id = Id(required=True)
    state = fields.String(
        required=True, validate=validate.OneOf(["confirmed", "promised", "queued", "cancelled"])
    )
    position = fields.Integer(
        required=True, allow_none=True, metadata={"description": "In the queue, from 1; null with a seat."}
    )
    starts_at = UtcDateTime(required=True)
    answer_by = UtcDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "A promised seat is to be confirmed before; null with any other."},
    )


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
    closes_at = UtcDateTime(required=True, metadata={"description": "From then on no place is given."})
    original_date = fields.String(
        required=True,
        metadata={"description": "The date that the series gave, by which it is skipped.", "format": "date"},
    )
    time_zone = fields.String(required=True)
    local_start = fields.String(
        required=True,
        metadata={"description": "RFC 3339, on the wall clock of the meeting.", "format": "date-time"},
    )
    requires = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Whom it is for: women, men, ..., or members of its group; all, if empty."},
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
