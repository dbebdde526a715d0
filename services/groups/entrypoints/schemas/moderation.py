"""Reports, cases and alerts."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from chassis.http import Id, PageArguments, Schema, TrueOrFalse, UtcDateTime
from groups.domain.moderation import MAX_NOTE, ORDERED, Act, Reason, Stage
from groups.domain.post import Outcome
from groups.entrypoints.schemas.boards import PlainText, PostSchema

WAITING = (Stage.OPEN, Stage.APPEALED)


class ReportArguments(Schema):
    """Why a moderator should look."""

    reason = fields.Enum(Reason, by_value=True, required=True)
    note = PlainText(MAX_NOTE, load_default=None, allow_none=True)


class ActArguments(Schema):
    """What to do with a post or its writer."""

    act = fields.String(required=True, validate=validate.OneOf([each.value for each in ORDERED]))
    until = UtcDateTime(load_default=None, metadata={"description": "Of a time-out; at most 90 days."})
    note = PlainText(MAX_NOTE, load_default=None, allow_none=True)

    @validates_schema
    def _time_out_ends(self, data: dict[str, Any], **_: Any) -> None:
        if (data.get("act") == Act.TIME_OUT) != (data.get("until") is not None):
            raise ValidationError("A time-out has an end, and nothing else does.", "until")


class NoteArguments(Schema):
    """What somebody wants to say about it."""

    note = PlainText(MAX_NOTE, load_default=None, allow_none=True)


class AnswerArguments(NoteArguments):
    """Whether an appeal is granted."""

    granted = TrueOrFalse(required=True)


class ClosureArguments(Schema):
    """How an alert ended."""

    outcome = fields.Enum(Outcome, by_value=True, required=True)


class CasesArguments(PageArguments):
    """Which cases: those that wait for a decision, unless told."""

    stage = fields.String(load_default=None, validate=validate.OneOf(["open", "appealed", "decided"]))


class ReportedSchema(Schema):
    """The report was kept."""

    post_id = Id(required=True)
    reported = fields.Boolean(required=True)


class CaseRowSchema(Schema):
    """A case in the queue; its id is its post's."""

    id = Id(required=True)
    stage = fields.String(required=True)
    reports = fields.Integer(required=True)
    post = fields.Nested(PostSchema, required=True)


class CasesPageSchema(Schema):
    """One page of cases."""

    items = fields.List(fields.Nested(CaseRowSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ReportSchema(Schema):
    """One report, for moderators."""

    by = Id(required=True)
    reason = fields.Enum(Reason, by_value=True, required=True)
    note = fields.String(required=True, allow_none=True)
    at = UtcDateTime(required=True)


class EntrySchema(Schema):
    """One act; by whom, moderators alone see."""

    act = fields.Enum(Act, by_value=True, required=True)
    by = Id(required=True, allow_none=True)
    at = UtcDateTime(required=True)
    until = UtcDateTime(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)


class AppealSchema(Schema):
    """The writer's appeal."""

    at = UtcDateTime(required=True)
    note = fields.String(required=True, allow_none=True)


class CaseSchema(Schema):
    """All that was decided about a post."""

    id = Id(required=True)
    stage = fields.String(required=True)
    hidden = fields.Boolean(required=True)
    timed_out_until = UtcDateTime(required=True, allow_none=True)
    reports = fields.List(fields.Nested(ReportSchema), required=True)
    history = fields.List(fields.Nested(EntrySchema), required=True)
    appeal = fields.Nested(AppealSchema, required=True, allow_none=True)
    may_appeal = fields.Boolean(required=True)


class AlertSchema(Schema):
    """Somebody is to look at a post now."""

    id = Id(required=True)
    raised_at = UtcDateTime(required=True)
    board_id = Id(required=True)
    on_duty = fields.List(fields.String(), required=True)
    post = fields.Nested(PostSchema, required=True)


class AlertsPageSchema(Schema):
    """One page of open alerts, the newest first."""

    items = fields.List(fields.Nested(AlertSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ClosedSchema(Schema):
    """An alert that somebody took care of."""

    id = Id(required=True)
    outcome = fields.Enum(Outcome, by_value=True, required=True)
    closed_at = UtcDateTime(required=True)
    closed_by = Id(required=True)
