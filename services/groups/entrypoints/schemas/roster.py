"""Who is on call, as it is arranged and shown."""

from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from chassis.http import Id, LocalDate, Schema, TimeOfDay, UtcDateTime, WholeNumber
from groups.domain.feeds.fields import is_time_zone
from groups.domain.roster import LONGEST_HANDOVER, MAX_SHIFTS, Shift

_EARLIEST, _LATEST = date(2000, 1, 1), date(2999, 12, 31)


def real_time_zone(value: str) -> None:
    """Refuse what is not in the IANA database."""
    if not is_time_zone(value):
        raise ValidationError("Not a time zone of the IANA database.")


class ShiftSchema(Schema):
    """A member's hours, every week on a weekday or on one date; an end not after the start is tomorrow."""

    member_id = Id(required=True)
    weekday = WholeNumber(
        load_default=None,
        allow_none=True,
        validate=validate.Range(0, 6),
        metadata={"description": "Sunday = 0; this or `on`."},
    )
    on = LocalDate(load_default=None, allow_none=True, validate=validate.Range(_EARLIEST, _LATEST))
    starts = TimeOfDay(required=True)
    ends = TimeOfDay(required=True)

    @validates_schema
    def refuse_two_days(self, data: dict[str, Any], **_: Any) -> None:
        """Take a weekday or a date, not both and not neither."""
        if (data["weekday"] is None) == (data["on"] is None):
            raise ValidationError("Either a weekday or a date.", "weekday")

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Shift:
        """Give the domain's own."""
        return Shift(**data)


class NewRosterSchema(Schema):
    """All shifts of a group."""

    time_zone = fields.String(required=True, validate=[validate.Length(1, 64), real_time_zone])
    shifts = fields.List(fields.Nested(ShiftSchema), required=True, validate=validate.Length(0, MAX_SHIFTS))


class NewHandoverSchema(Schema):
    """One shift for another leader, from one moment until another."""

    shift_id = Id(required=True)
    to_member_id = Id(required=True)
    since = UtcDateTime(required=True)
    until = UtcDateTime(required=True)

    @validates_schema
    def refuse_odd_spans(self, data: dict[str, Any], **_: Any) -> None:
        """Take a span that has a length, and not an endless one."""
        if not data["since"] < data["until"] <= data["since"] + LONGEST_HANDOVER:
            raise ValidationError(f"Not after `since`, or more than {LONGEST_HANDOVER.days} days.", "until")


class HandoverSchema(Schema):
    """A handover that is arranged."""

    id = Id(required=True)
    shift_id = Id(required=True)
    to_member_id = Id(required=True)
    since = UtcDateTime(required=True)
    until = UtcDateTime(required=True)


class ArrangedShiftSchema(ShiftSchema):
    """A shift of a roster."""

    id = Id(required=True)


class RosterSchema(Schema):
    """A group's shifts and the handovers arranged."""

    time_zone = fields.String(required=True)
    shifts = fields.List(fields.Nested(ArrangedShiftSchema), required=True)
    handovers = fields.List(fields.Nested(HandoverSchema), required=True)


class DutySchema(Schema):
    """Somebody on call, and until when."""

    member_id = Id(required=True)
    until = UtcDateTime(required=True)


class OnDutySchema(Schema):
    """Who is on call now; nobody is an empty list, and then the centre's coordinators are asked."""

    items = fields.List(fields.Nested(DutySchema), required=True)
