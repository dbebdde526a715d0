"""What is said to be erased, and how far that is."""

from marshmallow import fields, validate

from alumni.domain.erasure import LONGEST_GRACE_DAYS, SERVICES, State
from alumni.handlers.erasure import WORD
from chassis.http import Id, Schema, UtcDateTime, WholeNumber


class ErasureAskingSchema(Schema):
    """That it is meant: a code that came to one's own contact, or the word."""

    attempt_id = Id(load_default=None)
    code = fields.String(load_default=None, validate=validate.Regexp(r"[0-9]{6}\Z", error="Six digits."))
    word = fields.String(
        load_default=None, validate=validate.Length(max=40), metadata={"description": f"`{WORD}`"}
    )
    grace_days = WholeNumber(
        load_default=0,
        validate=validate.Range(0, LONGEST_GRACE_DAYS),
        metadata={"description": "For how long it can be undone; 0: at once, and for good."},
    )


class ErasedSchema(Schema):
    """What one service has erased."""

    service = fields.String(required=True, validate=validate.OneOf(sorted(SERVICES)))
    records = fields.Integer(required=True)
    at = UtcDateTime(required=True)


class ErasureSchema(Schema):
    """How far an erasure is."""

    id = Id(required=True)
    state = fields.Enum(State, by_value=True, required=True)
    asked_at = UtcDateTime(required=True)
    due_at = UtcDateTime(required=True)
    closed_at = UtcDateTime(required=True, allow_none=True)
    answers = fields.List(fields.Nested(ErasedSchema), required=True)
