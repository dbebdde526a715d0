"""Standing seats."""

from marshmallow import fields

from chassis.http import Id, LocalDate, PageArguments, Schema


class StandingSeatSchema(Schema):
    """A seat of the caller in every date of a series but the skipped ones."""

    id = Id(required=True)
    series_id = Id(required=True)
    skips = fields.List(LocalDate(), required=True, metadata={"description": "Dates that the series gave."})


class OwnStandingSeatSchema(StandingSeatSchema):
    """A standing seat with the name of its meeting."""

    name = fields.String(required=True)


class StandingSeatsQuerySchema(PageArguments):
    """Which page."""


class OwnStandingSeatsSchema(Schema):
    """The caller's standing seats."""

    items = fields.List(fields.Nested(OwnStandingSeatSchema), required=True)
    next_cursor = fields.String(
        required=True, allow_none=True, metadata={"description": "null on the last page."}
    )


class SkipSchema(Schema):
    """A date, as the series gave it before it was moved."""

    original_date = LocalDate(required=True)
