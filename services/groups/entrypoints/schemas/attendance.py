"""Who was at a date of a meeting, as it is said and shown."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from chassis.http import Id, Schema, UtcDateTime
from groups.entrypoints.schemas.groups import WrittenText

MAX_LIST = 200  # persons in one order; a larger meeting sends several
MAX_REASON = 200
WAYS = ("list", "code", "online")


def _members() -> fields.List[Any]:
    return fields.List(Id(), load_default=list, validate=validate.Length(max=MAX_LIST))


class MarksSchema(Schema):
    """Who was there and who was not; who is in neither list is left as before."""

    present = _members()
    absent = _members()
    reason = WrittenText(
        longest=MAX_REASON, load_default=None, metadata={"description": "Why a mark is corrected."}
    )

    @validates_schema
    def check_lists(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse a person who would be both present and absent."""
        if set(data["present"]) & set(data["absent"]):
            raise ValidationError("Somebody is both present and absent.", "absent")


class MarkSchema(Schema):
    """What was said of somebody's presence at one time."""

    present = fields.Boolean(required=True)
    way = fields.String(required=True, validate=validate.OneOf(WAYS))
    by = Id(required=True, metadata={"description": "The member who said so."})
    at = UtcDateTime(required=True)
    reason = fields.String(required=True, allow_none=True)


class MarkedSchema(Schema):
    """One person at one date, with everything that was said, the last of which holds."""

    member_id = Id(required=True)
    present = fields.Boolean(required=True)
    marks = fields.List(fields.Nested(MarkSchema), required=True)


class MarkedPageSchema(Schema):
    """One page of a date's attendance."""

    items = fields.List(fields.Nested(MarkedSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class MarkedCountSchema(Schema):
    """How many persons an order named."""

    present = fields.Integer(required=True)
    absent = fields.Integer(required=True)


class WordSchema(Schema):
    """The word that the room shows; capitals and spaces around it do not matter."""

    word = fields.String(required=True, validate=validate.Length(1, 20), metadata={"example": "tamobu"})


class CheckedInSchema(Schema):
    """What is known of the caller's presence."""

    occurrence_id = Id(required=True)
    present = fields.Boolean(required=True)


class RoomCodeSchema(Schema):
    """What the room shows this hour."""

    word = fields.String(required=True)
    valid_until = UtcDateTime(required=True)
    url = fields.String(required=True, metadata={"description": "The QR code's; its end reaches no server."})


class OwnAttendanceSchema(Schema):
    """One date at which the caller was marked."""

    occurrence_id = Id(required=True)
    name = fields.String(required=True)
    starts_at = UtcDateTime(required=True)
    time_zone = fields.String(required=True)
    present = fields.Boolean(required=True)
    way = fields.String(required=True, validate=validate.OneOf(WAYS))


class OwnAttendancePageSchema(Schema):
    """One page of the caller's history, the last date first."""

    items = fields.List(fields.Nested(OwnAttendanceSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class StreaksSchema(Schema):
    """Weeks in a row with at least one meeting, and the meetings of each month."""

    current = fields.Integer(required=True, metadata={"description": "Up to this week or the last one."})
    best = fields.Integer(required=True)
    months = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True, metadata={"example": {"2026-11": 9}}
    )
