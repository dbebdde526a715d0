"""People who stopped coming, as leaders see them."""

from marshmallow import fields, validate

from chassis.http import Id, PageArguments, Schema, TrueOrFalse, UtcDateTime

_HOW = validate.OneOf(["reached", "left", "other"])


class AbsencesQuerySchema(PageArguments):
    """Which absences: the open ones unless told."""

    closed = TrueOrFalse(load_default=False)


class ClosingSchema(Schema):
    """What became of an absence."""

    how = fields.String(required=True, validate=_HOW)


class ClosureSchema(ClosingSchema):
    """What became of an absence, and who said so."""

    by = Id(required=True)
    at = UtcDateTime(required=True)


class AbsenceSchema(Schema):
    """Somebody with a standing seat who missed three dates in a row or more."""

    id = Id(required=True)
    series_id = Id(required=True)
    group_id = Id(required=True, allow_none=True)
    member_id = Id(required=True)
    since = UtcDateTime(
        required=True, attribute="first_missed_at", metadata={"description": "The first missed date."}
    )
    noticed_at = UtcDateTime(required=True)
    closure = fields.Nested(ClosureSchema, required=True, allow_none=True)


class AbsencesPageSchema(Schema):
    """One page of absences."""

    items = fields.List(fields.Nested(AbsenceSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
