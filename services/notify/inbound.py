"""The events this service reads: just the fields that it needs, in schemas of its own."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate

from chassis.http.schemas import Id, UtcDateTime
from notify.domain.contacts import Channel, Language
from notify.time_zones import known_time_zone

MOST_MEMBERS = 2_000  # an occurrence holds at most 1,000 seats and as many in the queue
_SEALED = validate.Length(min=1, max=1_000)


class _Fact(Schema):
    class Meta:
        unknown = EXCLUDE


class CodeRequested(_Fact):
    """alumni.sign-in.code-requested.v2"""

    attempt_id = Id(required=True)
    channel = fields.Enum(Channel, by_value=True, required=True)
    sealed_code = fields.String(required=True, validate=_SEALED)
    language = fields.Enum(Language, by_value=True, required=True)
    expires_at = UtcDateTime(required=True)


class MemberJoined(_Fact):
    """alumni.member.joined.v2"""

    member_id = Id(required=True)
    language = fields.Enum(Language, by_value=True, required=True)
    time_zone = fields.String(required=True, validate=known_time_zone)


class ContactAdded(_Fact):
    """alumni.member.contact-added.v2"""

    member_id = Id(required=True)
    channel = fields.Enum(Channel, by_value=True, required=True)


class ContactRemoved(_Fact):
    """alumni.member.contact-removed.v1"""

    member_id = Id(required=True)
    channel = fields.Enum(Channel, by_value=True, required=True)


class PreferencesChanged(_Fact):
    """alumni.member.preferences-changed.v1"""

    member_id = Id(required=True)
    language = fields.Enum(Language, by_value=True, required=True)
    time_zone = fields.String(required=True, validate=known_time_zone)


class RoleChanged(_Fact):
    """alumni.member.role-granted.v1 and .role-withdrawn.v1"""

    member_id = Id(required=True)
    centre_id = Id(required=True, allow_none=True)


class HomeChanged(_Fact):
    """alumni.member.home-changed.v1; null: none"""

    member_id = Id(required=True)
    home_centre_id = Id(required=True, allow_none=True)


class RegistrationChanged(_Fact):
    """groups.registration.confirmed.v1, .released.v1 and .cancelled.v1"""

    occurrence_id = Id(required=True)
    registration_id = Id(required=True)
    member_id = Id(required=True)
    starts_at = UtcDateTime(required=True)


class RegistrationQueued(RegistrationChanged):
    """groups.registration.queued.v1"""

    position = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))


class RegistrationPromoted(RegistrationChanged):
    """groups.registration.promoted.v1; without `answer_by` the seat is theirs already"""

    answer_by = UtcDateTime(allow_none=True)


class MeetingChanged(_Fact):
    """groups.registration.meeting-changed.v1 and .meeting-cancelled.v1"""

    occurrence_id = Id(required=True)
    starts_at = UtcDateTime(required=True)
    member_ids = fields.List(Id(), required=True, validate=validate.Length(max=MOST_MEMBERS))


class NeedsSomebody(_Fact):
    """groups.board.alerted.v1 and groups.absence.noticed.v1"""

    member_ids = fields.List(Id(), required=True, validate=validate.Length(max=MOST_MEMBERS))
    centre_id = Id(required=True, allow_none=True)


class GroupSuspended(_Fact):
    """groups.group.suspended.v1"""

    centre_ids = fields.List(Id(), required=True, validate=validate.Length(max=MOST_MEMBERS))
    cause = fields.String(required=True, validate=validate.Length(max=64))


class ConsentChanged(_Fact):
    """alumni.consent.given.v1 and .withdrawn.v1"""

    member_id = Id(required=True)
    purpose = fields.String(required=True, validate=validate.Length(max=64))


class MemberErased(_Fact):
    """alumni.member.erased.v1"""

    erasure_id = Id(required=True)
    member_id = Id(required=True)


class OfMember(_Fact):
    """A fact that is told to one member."""

    member_id = Id(required=True)


class BreakGlassOpened(OfMember):
    """alumni.break-glass.opened.v1"""

    glass_id = Id(required=True)
    by = Id(required=True)
    channels = fields.List(fields.Enum(Channel, by_value=True), required=True, validate=validate.Length(1, 2))
    until = UtcDateTime(required=True)


class OfMembers(_Fact):
    """A fact that names whom to tell."""

    member_ids = fields.List(Id(), required=True, validate=validate.Length(max=MOST_MEMBERS))


class OfAuthor(_Fact):
    """alumni.story.reviewed.v1"""

    author_id = Id(required=True)


class OfApplicant(_Fact):
    """alumni.centre.asked.v1, .approved.v1 and .refused.v1"""

    applicant_id = Id(required=True)


class OfCentre(_Fact):
    """A fact that is told to who acts for a centre; null: for the network."""

    centre_id = Id(required=True, allow_none=True)


class LicenceExpiring(OfCentre):
    """alumni.centre.licence-expiring.v1"""

    days_left = fields.Integer(required=True, strict=True, validate=validate.Range(0, 366))


class OfPair(_Fact):
    """alumni.pair.agreed.v1"""

    mentor_id = Id(required=True)
    mentee_id = Id(required=True)


class PairEnded(_Fact):
    """alumni.pair.ended.v1; null: nobody is left to be told"""

    told_id = Id(required=True, allow_none=True)
