"""What is said of a day, when one wants to be asked, and what is read of it."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from alumni.domain.check_in import CRAVING, LONGEST_NOTE, MOOD, MOST_READERS, Source
from alumni.domain.check_in_plan import (
    LONGEST_DELAY_HOURS,
    MOST_QUIET_SPANS,
    SHORTEST_DELAY_HOURS,
    First,
    Span,
    Wishes,
)
from alumni.entrypoints.schemas.help import HelpSchema
from alumni.entrypoints.schemas.story import PlainText
from chassis.http import Id, LocalDate, Schema, TrueOrFalse, UtcDateTime, WholeNumber

LONGEST_TREND = 366
_READERS = "Ids of the partnerships, or of the pair with the mentor, that read the note; nobody else does."


class SayingSchema(Schema):
    """How today is."""

    sober = TrueOrFalse(required=True)
    mood = WholeNumber(load_default=None, allow_none=True, validate=validate.Range(*MOOD))
    craving = WholeNumber(load_default=None, allow_none=True, validate=validate.Range(*CRAVING))
    note = PlainText(LONGEST_NOTE, load_default=None, allow_none=True)
    note_for = fields.List(
        Id(),
        load_default=list,
        validate=validate.Length(max=MOST_READERS),
        metadata={"description": _READERS},
    )

    @post_load
    def _frozen(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        return {**data, "note_for": tuple(dict.fromkeys(data["note_for"]))}


class ReadCheckInSchema(Schema):
    """One day, as a chosen person reads it."""

    date = LocalDate(required=True)
    sober = TrueOrFalse(required=True)
    mood = fields.Integer(required=True, allow_none=True)
    craving = fields.Integer(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)


class CheckInSchema(ReadCheckInSchema):
    """One day of one's own."""

    note_for = fields.List(Id(), required=True)
    source = fields.Enum(Source, by_value=True, required=True)


class SaidSchema(Schema):
    """What was said, behind help where it is needed."""

    help = fields.Nested(
        HelpSchema, required=True, allow_none=True, metadata={"description": "Show it before anything else."}
    )
    offers = fields.List(
        fields.String(validate=validate.OneOf(["reach-out", "record-slip"])),
        required=True,
        metadata={"description": "What to offer now; nothing of it is done by itself."},
    )
    check_in = fields.Nested(CheckInSchema, required=True)


class ReachedOutSchema(Schema):
    """Who was asked to get in touch now, and who listens at once."""

    help = fields.Nested(HelpSchema, required=True)
    persons = fields.Integer(
        required=True, metadata={"description": "Partners and mentor; with none, the centre was asked."}
    )


class CheckInPageSchema(Schema):
    """One page of one's own check-ins, the latest first."""

    items = fields.List(fields.Nested(CheckInSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ReadCheckInPageSchema(Schema):
    """One page of what a chosen person reads, the latest first."""

    items = fields.List(fields.Nested(ReadCheckInSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class TrendArguments(Schema):
    """How many days, up to today."""

    days = WholeNumber(load_default=90, validate=validate.Range(1, LONGEST_TREND))


class TrendDaySchema(Schema):
    """One day of a plot; null where nothing was said."""

    date = LocalDate(required=True)
    sober = TrueOrFalse(required=True, allow_none=True)
    mood = fields.Integer(required=True, allow_none=True)
    craving = fields.Integer(required=True, allow_none=True)
    craving_mean = fields.Float(
        required=True, allow_none=True, metadata={"description": "Of this day and the six before."}
    )


class TrendSchema(Schema):
    """Data for a plot, a row a day."""

    days = fields.List(fields.Nested(TrendDaySchema), required=True)


class SpanSchema(Schema):
    """Days on which nobody is asked, the first and the last among them."""

    first = LocalDate(required=True)
    last = LocalDate(required=True)

    @validates_schema(skip_on_field_errors=True)
    def _is_in_order(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if data["last"] < data["first"]:
            raise ValidationError("Ends before it begins.", "last")


class PlanArguments(Schema):
    """When one wants to be asked, and who is prompted when one is silent."""

    on = TrueOrFalse(required=True)
    due_hour = WholeNumber(load_default=20, validate=validate.Range(0, 23))
    delay_hours = WholeNumber(
        load_default=3,
        validate=validate.Range(SHORTEST_DELAY_HOURS, LONGEST_DELAY_HOURS),
        metadata={"description": "Before a person is prompted; after another such time, the centre is."},
    )
    first = fields.Enum(First, by_value=True, load_default=First.PARTNER)
    quiet = fields.List(
        fields.Nested(SpanSchema), load_default=list, validate=validate.Length(max=MOST_QUIET_SPANS)
    )

    @post_load
    def _wishes(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        return {"wishes": Wishes(**{**data, "quiet": tuple(Span(**each) for each in data["quiet"])})}


class PlanSchema(Schema):
    """The wishes, and when the next step is due."""

    on = TrueOrFalse(required=True)
    due_hour = fields.Integer(required=True)
    delay_hours = fields.Integer(required=True)
    first = fields.Enum(First, by_value=True, required=True)
    quiet = fields.List(fields.Nested(SpanSchema), required=True)
    next_at = UtcDateTime(required=True, allow_none=True)
