"""What is said about cohorts."""

from marshmallow import fields, validate

from alumni.domain.cohort import MOST_MEMBERS, Unmatched
from alumni.entrypoints.schemas.pairs import MatchReasonSchema
from chassis.http import Id, Schema, TrueOrFalse, UtcDateTime


class CohortSchema(Schema):
    """Who is to find a mentor."""

    member_ids = fields.List(Id(), required=True, validate=validate.Length(1, MOST_MEMBERS))
    elsewhere = TrueOrFalse(
        load_default=False, metadata={"description": "Mentors of other centres may be drafted too."}
    )


class ConfirmationSchema(Schema):
    """Which pairs of a draft to propose; all, where nobody is named."""

    mentee_ids = fields.List(
        Id(), load_default=None, allow_none=True, validate=validate.Length(1, MOST_MEMBERS)
    )


class DraftPairSchema(Schema):
    """Two who fit, and why."""

    mentee_id = Id(required=True)
    mentee = fields.String(required=True, metadata={"description": "The handle; empty once gone."})
    mentor_id = Id(required=True)
    mentor = fields.String(required=True, metadata={"description": "The handle; empty once gone."})
    score = fields.Integer(required=True)
    reasons = fields.List(fields.Nested(MatchReasonSchema), required=True)
    confirmed = fields.Boolean(required=True)


class UnmatchedSchema(Schema):
    """Who has no mentor in the draft, and why."""

    member_id = Id(required=True)
    reason = fields.Enum(Unmatched, by_value=True, required=True)


class DraftSchema(Schema):
    """A draft for a cohort."""

    id = Id(required=True)
    made_at = UtcDateTime(required=True)
    expires_at = UtcDateTime(required=True)
    pairs = fields.List(fields.Nested(DraftPairSchema), required=True)
    unmatched = fields.List(fields.Nested(UnmatchedSchema), required=True)
