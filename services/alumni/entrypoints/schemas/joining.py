"""What is said when joining, about invitations, and about the home centre."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from alumni.domain.consent import GENERAL, Purpose
from alumni.domain.contact import Language
from alumni.domain.invitation import LONGEST_LIFE, MOST_AT_ONCE, InvitationState, read_code
from alumni.domain.member import Gender
from chassis.http import Id, LocalDate, Schema, TrueOrFalse, UtcDateTime, WholeNumber

LONGEST_LIFE_DAYS = LONGEST_LIFE.days


class InvitationCode(fields.String):
    """The code of an invitation as a person types it: case, hyphens and spaces do not count."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.metadata = {"maxLength": 32, "example": "4K7QD-9X2MP", **self.metadata}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        code = read_code(text) if len(text) <= 32 else None
        if code is None:
            raise ValidationError("The code was mistyped.")
        return code


class JoiningSchema(Schema):
    """What somebody says who joins, after having read the consent notice."""

    adult = TrueOrFalse(required=True, metadata={"description": "18 or older."})
    notice = fields.String(
        required=True, validate=validate.Length(1, 20), metadata={"description": "The version that was read."}
    )
    purposes = fields.List(
        fields.Enum(Purpose, by_value=True, validate=validate.OneOf(GENERAL)),
        required=True,
        validate=validate.Length(max=20),
        metadata={"description": "Those agreed to; without `membership` nobody joins."},
    )
    gender = fields.Enum(Gender, by_value=True)
    languages = fields.List(fields.Enum(Language, by_value=True), validate=validate.Length(max=3))
    invitation = InvitationCode()
    centre_id = Id(metadata={"description": "Who comes without an invitation may name a home centre."})

    @post_load
    def _as_domain(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        languages = dict.fromkeys(each.value for each in data.get("languages", ()))
        return {**data, "purposes": frozenset(data["purposes"]), "languages": tuple(languages)}


class InvitingSchema(Schema):
    """How long an invitation is good."""

    valid_days = WholeNumber(load_default=30, validate=validate.Range(1, LONGEST_LIFE_DAYS))


class CentreInvitingSchema(InvitingSchema):
    """How many invitations a centre makes at once, and how long they are good."""

    count = WholeNumber(load_default=1, validate=validate.Range(1, MOST_AT_ONCE))
    discharged_on = LocalDate(metadata={"description": "The last day of treatment; without it, today."})


class NewInvitationSchema(Schema):
    """An invitation just made: the only answer that holds its code."""

    id = Id(required=True)
    code = fields.String(required=True, metadata={"example": "4K7QD-9X2MP"})
    link = fields.Url(required=True)
    expires_at = UtcDateTime(required=True)


class NewInvitationsSchema(Schema):
    """Invitations just made."""

    items = fields.List(fields.Nested(NewInvitationSchema), required=True)


class InvitationSchema(Schema):
    """An invitation, without its code."""

    id = Id(required=True)
    state = fields.Enum(InvitationState, by_value=True, required=True)
    made_at = UtcDateTime(required=True)
    expires_at = UtcDateTime(required=True)
    used_at = UtcDateTime(required=True, allow_none=True)


class InvitationPageSchema(Schema):
    """One page of invitations, the latest first."""

    items = fields.List(fields.Nested(InvitationSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class CodeSchema(Schema):
    """The code of one invitation."""

    code = InvitationCode(required=True)


class CodesSchema(Schema):
    """The codes of invitations that are to be printed."""

    codes = fields.List(InvitationCode(), required=True, validate=validate.Length(1, MOST_AT_ONCE))


class HomeSchema(Schema):
    """Either a centre's invitation, or the centre that is to say yes."""

    invitation = InvitationCode()
    centre_id = Id()

    @validates_schema(skip_on_field_errors=True)
    def _is_one(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if len(data) != 1:
            raise ValidationError("Give either an invitation or a centre.", "invitation")


class WaitingSchema(Schema):
    """A member who waits for the centre's word."""

    member_id = Id(required=True)
    handle = fields.String(required=True)
    joined_at = UtcDateTime(required=True)


class WaitingPageSchema(Schema):
    """One page of the members who wait for the centre's word."""

    items = fields.List(fields.Nested(WaitingSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
