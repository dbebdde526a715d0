"""What is said about moving to another centre, and when the own centre leaves."""

from datetime import datetime
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from alumni.domain.consent import Purpose
from alumni.domain.leaving import Choice
from alumni.domain.move import LONGEST_LIFE, MoveState
from alumni.entrypoints.schemas.erasure import ErasureAskingSchema
from chassis.clock import utc_now
from chassis.http import Id, Schema, TrueOrFalse, UtcDateTime


def _ahead(moment: datetime) -> None:
    if not utc_now() < moment <= utc_now() + LONGEST_LIFE:
        raise ValidationError(f"Not within the next {LONGEST_LIFE.days} days.")


class TransferConsentSchema(Schema):
    """What the member agrees to: who is told of them, for what, and until when."""

    recipient = Id(required=True, metadata={"description": "The centre to which the member wants to move."})
    purpose = fields.String(required=True, validate=validate.OneOf([Purpose.TRANSFER.value]))
    expires_at = UtcDateTime(required=True, validate=_ahead)


class MovingSchema(Schema):
    """A wish to move, which is the consent to it."""

    consent = fields.Nested(TransferConsentSchema, required=True)


class MoveSchema(Schema):
    """A wish to move."""

    id = Id(required=True)
    state = fields.Enum(MoveState, by_value=True, required=True)
    from_centre_id = Id(required=True, allow_none=True)
    to_centre_id = Id(required=True)
    asked_at = UtcDateTime(required=True)
    expires_at = UtcDateTime(required=True)
    ended_at = UtcDateTime(required=True, allow_none=True)


class MovePageSchema(Schema):
    """One page of a member's wishes to move, the latest first."""

    items = fields.List(fields.Nested(MoveSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class CentreMoveSchema(MoveSchema):
    """A move to a centre or away from it."""

    handle = fields.String(required=True)
    comes = TrueOrFalse(required=True, metadata={"description": "To the caller's centre, not away from it."})


class CentreMovePageSchema(Schema):
    """One page of the moves to and from a centre, the latest first."""

    items = fields.List(fields.Nested(CentreMoveSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ChoosingSchema(Schema):
    """What a member does whose home centre left; what cannot be taken back comes with what it needs."""

    choice = fields.Enum(Choice, by_value=True, required=True)
    consent = fields.Nested(TransferConsentSchema)
    erasure = fields.Nested(ErasureAskingSchema)

    @validates_schema(skip_on_field_errors=True)
    def _brings_what_it_needs(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if (data["choice"] is Choice.MOVE) != ("consent" in data):
            raise ValidationError("Needed to move, and for nothing else.", "consent")
        if (data["choice"] is Choice.ERASE) != ("erasure" in data):
            raise ValidationError("Needed to be erased, and for nothing else.", "erasure")


class LeavingChoiceSchema(Schema):
    """What a member has to choose, or has chosen."""

    centre_id = Id(required=True)
    asked_at = UtcDateTime(required=True)
    due_at = UtcDateTime(required=True, metadata={"description": "Then who chose nothing stays."})
    choice = fields.Enum(Choice, by_value=True, required=True, allow_none=True)
    ended_at = UtcDateTime(required=True, allow_none=True)
    next = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Where to follow an erasure, and to undo it within its days of grace."},
    )
