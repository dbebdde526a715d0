"""What is said when a member asks to talk, and when somebody answers."""

from marshmallow import fields, validate

from alumni.domain.reach import LONGEST_NOTE, Outcome, State, Urgency
from alumni.entrypoints.schemas.help import HelpLineSchema
from chassis.http import Id, Schema, TrueOrFalse, UtcDateTime

LONGEST_ANSWER = LONGEST_NOTE


class ReachAskingSchema(Schema):
    """How soon somebody wants to talk, and perhaps about what."""

    urgency = fields.Enum(Urgency, by_value=True, required=True)
    note = fields.String(
        load_default=None,
        validate=validate.Length(1, LONGEST_NOTE),
        metadata={"description": "Read by who may answer, and by nobody else."},
    )


class ReachSchema(Schema):
    """A member's own request to talk."""

    id = Id(required=True)
    state = fields.Enum(State, by_value=True, required=True)
    urgency = fields.Enum(Urgency, by_value=True, required=True)
    note = fields.String(required=True, allow_none=True)
    with_network = TrueOrFalse(required=True, metadata={"description": "The network may answer as well."})
    asked_at = UtcDateTime(required=True)
    due_at = UtcDateTime(required=True, metadata={"description": "What the centre promises."})
    outcome = fields.Enum(Outcome, by_value=True, required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)
    ended_at = UtcDateTime(required=True, allow_none=True)


class ReachAskedSchema(Schema):
    """Who helps at once, and then what was asked."""

    help = fields.List(fields.Nested(HelpLineSchema), required=True)
    reach = fields.Nested(ReachSchema, required=True)


class ReachPageSchema(Schema):
    """Who helps at once, and one page of what the member asked, the latest first."""

    help = fields.List(fields.Nested(HelpLineSchema), required=True)
    items = fields.List(fields.Nested(ReachSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ReachAnswerSchema(Schema):
    """What came of it, and perhaps a word to the member."""

    outcome = fields.Enum(Outcome, by_value=True, required=True)
    answer = fields.String(load_default=None, validate=validate.Length(1, LONGEST_ANSWER))


class ReachWaitingSchema(Schema):
    """Somebody who waits for an answer."""

    id = Id(required=True)
    member_id = Id(required=True)
    handle = fields.String(required=True)
    centre_id = Id(required=True, allow_none=True)
    state = fields.Enum(State, by_value=True, required=True)
    urgency = fields.Enum(Urgency, by_value=True, required=True)
    note = fields.String(required=True, allow_none=True)
    asked_at = UtcDateTime(required=True)
    due_at = UtcDateTime(required=True)
    escalated = TrueOrFalse(required=True)
    taken_by_me = TrueOrFalse(required=True)


class ReachWaitingPageSchema(Schema):
    """One page of those who wait, by when an answer is due."""

    items = fields.List(fields.Nested(ReachWaitingSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
