"""What coordinators see of pairs, and what is reported to them."""

from marshmallow import fields, validate

from alumni.domain.pair import PairState
from alumni.domain.report import LONGEST_TEXT, ReportReason
from chassis.http import Id, PageArguments, Schema, TrueOrFalse, UtcDateTime


class CentrePairArguments(PageArguments):
    """Which pairs to list."""

    state = fields.Enum(PairState, by_value=True, load_default=PairState.ACTIVE)
    quiet = TrueOrFalse(load_default=None, metadata={"description": "Silent for ten days, or not."})


class CentrePairSchema(Schema):
    """How a pair fares, without anything that the two share."""

    id = Id(required=True)
    state = fields.String(required=True)
    mentor = fields.String(required=True, metadata={"description": "The handle; empty once gone."})
    mentee = fields.String(required=True, metadata={"description": "The handle; empty once gone."})
    days_since_contact = fields.Integer(required=True)
    weeks_left = fields.Integer(
        required=True, allow_none=True, metadata={"description": "A begun week counts."}
    )
    quiet = fields.Boolean(required=True)
    contact_count = fields.Integer(required=True)


class CentrePairPageSchema(Schema):
    """One page of a centre's pairs, the longest silence first."""

    items = fields.List(fields.Nested(CentrePairSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ReportingSchema(Schema):
    """What is not right."""

    reason = fields.Enum(ReportReason, by_value=True, required=True)
    text = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, LONGEST_TEXT))


class ReportedSchema(Schema):
    """It was reported."""

    id = Id(required=True)
    made_at = UtcDateTime(required=True)


class ReportSchema(Schema):
    """What was reported, for whoever sees to it."""

    id = Id(required=True)
    by = fields.String(required=True, metadata={"description": "The handle; empty once gone."})
    about = fields.String(required=True, metadata={"description": "The handle; empty once gone."})
    pair_id = Id(required=True)
    reason = fields.String(required=True)
    text = fields.String(required=True, allow_none=True)
    made_at = UtcDateTime(required=True)
    closed_at = UtcDateTime(required=True, allow_none=True)


class ReportPageSchema(Schema):
    """One page of reports."""

    items = fields.List(fields.Nested(ReportSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ReportListArguments(PageArguments):
    """Which reports to list."""

    closed = TrueOrFalse(load_default=False)
