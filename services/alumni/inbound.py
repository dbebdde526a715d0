"""The events that alumni reads: just the fields that it needs, in schemas of its own."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate

from alumni.domain.check_in import CRAVING
from chassis.http.schemas import Id, UtcDateTime


class _Fact(Schema):
    class Meta:
        unknown = EXCLUDE


class AttendanceMarked(_Fact):
    """groups.attendance.recorded.v1 and groups.attendance.corrected.v1"""

    attendance_id = Id(required=True)
    member_id = Id(required=True)
    present = fields.Boolean(required=True)


class OfCentre(_Fact):
    """alumni.centre.left.v1, .suspended.v1 and .resumed.v1"""

    centre_id = Id(required=True)


class MemberErasedThere(_Fact):
    """groups.member.erased.v1 and notify.member.erased.v1"""

    erasure_id = Id(required=True)
    records = fields.Integer(required=True, strict=True, validate=validate.Range(min=0))


class ConsentWithdrawn(_Fact):
    """alumni.consent.withdrawn.v1"""

    member_id = Id(required=True)
    purpose = fields.String(required=True, validate=validate.Length(max=64))


class AnswerReceived(_Fact):
    """notify.answer.received.v1"""

    member_id = Id(required=True)
    sober = fields.Boolean(required=True)
    craving = fields.Integer(required=True, allow_none=True, strict=True, validate=validate.Range(*CRAVING))
    received_at = UtcDateTime(required=True)


class TextsSaid(_Fact):
    """notify.texts.stopped.v1 and .started.v1"""

    member_id = Id(required=True)
    at = UtcDateTime(required=True)


class HomeChanged(_Fact):
    """alumni.member.home-changed.v1"""

    member_id = Id(required=True)
    home_centre_id = Id(required=True, allow_none=True)
    previous_centre_id = Id(required=True, allow_none=True)


class ReachOfCentre(_Fact):
    """alumni.reach.asked.v1 and .overdue.v1"""

    reach_id = Id(required=True)
    centre_id = Id(required=True, allow_none=True)
