"""The coordinator's overview."""

from marshmallow import fields, validate

from alumni.views.overview import Sort
from chassis.http import Id, LocalDate, PageArguments, Schema, TrueOrFalse, UtcDateTime, WholeNumber

MOST_WEEKS = 52


class OverviewArguments(PageArguments):
    """Whom to show, sorted by what."""

    sort = fields.Enum(Sort, by_value=True, load_default=Sort.HANDLE)
    paired = TrueOrFalse(load_default=None, metadata={"description": "Walk in a pair, or do not."})
    away_weeks = WholeNumber(
        load_default=None,
        validate=validate.Range(1, MOST_WEEKS),
        metadata={"description": "Not here for so many whole weeks and the present one."},
    )
    joined_since = UtcDateTime(load_default=None)


class OverviewMemberSchema(Schema):
    """A member of the centre, and how they take part."""

    member_id = Id(required=True)
    handle = fields.String(required=True)
    joined_at = UtcDateTime(required=True)
    last_week_of_use = LocalDate(
        required=True, allow_none=True, metadata={"description": "Its Monday; the day is not told."}
    )
    paired = TrueOrFalse(required=True)
    last_check_in_on = LocalDate(
        required=True,
        allow_none=True,
        metadata={"description": "Of who wishes that a silence comes to the centre."},
    )


class OverviewPageSchema(Schema):
    """One page of a centre's members."""

    items = fields.List(fields.Nested(OverviewMemberSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
