"""What a member tells about their sobriety, and what they are told."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validates_schema

from alumni.entrypoints.schemas.help import HelpSchema
from chassis.http import Id, LocalDate, Schema, TrueOrFalse, UtcDateTime


class StartSchema(Schema):
    """Since when: a day in one's own time zone, or a moment."""

    started_on = LocalDate(metadata={"example": "2026-05-01"})
    started_at = UtcDateTime()

    @validates_schema(skip_on_field_errors=True)
    def _is_one(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if ("started_on" in data) == ("started_at" in data):
            raise ValidationError("Give either a day or a moment.", "started_on")

    @post_load
    def _named(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """Give it as one thing, whichever it is."""
        return {"since": data["started_on"] if "started_on" in data else data["started_at"]}


class SlipArguments(Schema):
    """A slip; without a moment it was now."""

    happened_at = UtcDateTime(load_default=None, allow_none=True)
    again = TrueOrFalse(
        load_default=True, metadata={"description": "Whether a new streak begins with it, or later."}
    )


class StreakSchema(Schema):
    """A streak that is over."""

    started_at = UtcDateTime(required=True)
    ended_at = UtcDateTime(required=True)
    days = fields.Integer(required=True)


class AheadSchema(Schema):
    """The next milestone."""

    milestone = fields.String(required=True, metadata={"example": "30-days"})
    at = UtcDateTime(required=True)


class UndoableSchema(Schema):
    """A slip that can still be taken back."""

    id = Id(required=True)
    until = UtcDateTime(required=True)


class SobrietySchema(Schema):
    """The record of one's own sobriety, seen by nobody else."""

    started_at = UtcDateTime(required=True, allow_none=True)
    days = fields.Integer(required=True, allow_none=True, metadata={"description": "Null: no streak runs."})
    best_days = fields.Integer(required=True, allow_none=True)
    history = fields.List(fields.Nested(StreakSchema), required=True)
    next_milestone = fields.Nested(AheadSchema, required=True, allow_none=True)
    undoable_slip = fields.Nested(UndoableSchema, required=True, allow_none=True)


class SupportSchema(Schema):
    """The answer to a slip: support first."""

    help = fields.Nested(HelpSchema, required=True)
    slip_id = Id(required=True)
    partners = fields.Integer(
        required=True, metadata={"description": "How many could be reached now, if the person wants."}
    )
    sobriety = fields.Nested(SobrietySchema, required=True)
