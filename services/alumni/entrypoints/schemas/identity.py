"""What requests may hold and what answers hold: typed, bounded, closed to unknown fields."""

import re
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from alumni.domain.contact import Channel, Language
from alumni.domain.errors import InvalidHandle
from alumni.domain.handle import LONGEST, SHORTEST, Handle
from alumni.domain.member import HOME_TIME_ZONE, Gender, HomeState, time_zones
from alumni.entrypoints.contacts import normalise_email, normalise_phone
from alumni.entrypoints.schemas.joining import JoiningSchema
from chassis.http import Id, Schema, UtcDateTime

_CODE = r"^[0-9]{6}$"
_REFRESH_TOKEN = r"^[A-Za-z0-9_.-]{1,128}$"


class Phone(fields.String):
    """A phone number as a person writes it; E.164 inside."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return normalise_phone(_bounded(super()._deserialize(value, attr, data, **kwargs), 32))


class Email(fields.String):
    """An e-mail address; ASCII inside."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return normalise_email(_bounded(super()._deserialize(value, attr, data, **kwargs), 254))


class HandleText(fields.String):
    """A handle, as `alumni.domain.handle` has the rule."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return Handle.parse(super()._deserialize(value, attr, data, **kwargs))
        except InvalidHandle as refusal:
            raise ValidationError(refusal.detail) from None


def _bounded(text: str, longest: int) -> str:
    if len(text) > longest:
        raise ValidationError(f"Longer than {longest} characters.")
    return text


def _matching(pattern: str, message: str, **metadata: Any) -> fields.String:
    """Make a required text field that matches an anchored pattern as a whole."""
    whole = validate.Regexp(re.compile(pattern[:-1] + r"\Z"), error=message)
    return fields.String(required=True, validate=whole, metadata={"pattern": pattern, **metadata})


def _known_time_zone(name: str) -> None:
    if name not in time_zones():
        raise ValidationError("Not an IANA time zone.")


def _time_zone(**kwargs: Any) -> fields.String:
    return fields.String(
        validate=[validate.Length(max=64), _known_time_zone], metadata={"example": HOME_TIME_ZONE}, **kwargs
    )


class ContactSchema(Schema):
    """One contact: a phone number or an e-mail address."""

    phone = Phone(metadata={"maxLength": 32, "example": "+91 98765 43210"})
    email = Email(metadata={"maxLength": 254, "format": "email", "example": "asha@example.org"})

    @validates_schema(skip_on_field_errors=True)
    def _is_one(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if ("phone" in data) == ("email" in data):
            raise ValidationError("Give either a phone number or an e-mail address.", "phone")

    @post_load
    def _named(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """Give the contact with its channel, whichever it is."""
        phone, email = data.pop("phone", None), data.pop("email", None)
        contact = (Channel.SMS, phone) if phone else (Channel.EMAIL, email)
        return {"contact": contact, **data}


class CodeRequestSchema(ContactSchema):
    """Where to send a code to sign in, and in which language."""

    language = fields.Enum(Language, by_value=True, load_default=Language.ENGLISH)


class VerificationSchema(Schema):
    """The code that came to a contact."""

    attempt_id = Id(required=True)
    code = _matching(_CODE, "Six digits.", example="123456")


class SignInSchema(VerificationSchema):
    """The code that came to a contact; what else is said counts for who has not joined yet."""

    time_zone = _time_zone(load_default=HOME_TIME_ZONE)
    joining = fields.Nested(JoiningSchema, load_default=None)


class RefreshSchema(Schema):
    """The newest refresh token of a session."""

    refresh_token = _matching(_REFRESH_TOKEN, "Not a refresh token.")


class ProfileChangeSchema(Schema):
    """What to change of one's own profile; what is left out stays."""

    handle = HandleText(
        metadata={
            "minLength": SHORTEST,
            "description": f"{SHORTEST} to {LONGEST} letters (Latin, Gurmukhi, Devanagari), digits and "
            "hyphens; unique whatever its case; nothing like a phone number or an e-mail address.",
            "example": "quiet-river-482",
        }
    )
    language = fields.Enum(Language, by_value=True)
    time_zone = _time_zone()


class AttemptSchema(Schema):
    """A code is on its way, if the contact can be reached."""

    attempt_id = Id(required=True)
    expires_at = UtcDateTime(required=True)


class TokensSchema(Schema):
    """What a signed-in person shows to every service, and what it is renewed with."""

    access_token = fields.String(required=True)
    token_type = fields.String(required=True, validate=validate.OneOf(["Bearer"]))
    expires_in = fields.Integer(required=True, metadata={"description": "Seconds."})
    refresh_token = fields.String(required=True)


class SessionSchema(Schema):
    """Where a member is signed in."""

    id = Id(required=True)
    started_at = UtcDateTime(required=True)
    used_at = UtcDateTime(required=True)
    client = fields.String(
        required=True,
        metadata={"example": "Firefox on Android", "description": "Or empty."},
    )
    current = fields.Boolean(required=True, metadata={"description": "The session that asks."})


class SessionPageSchema(Schema):
    """One page of a member's sessions."""

    items = fields.List(fields.Nested(SessionSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class SignedInMemberSchema(Schema):
    """Who has signed in."""

    id = Id(required=True)
    handle = fields.String(required=True)
    joined_now = fields.Boolean(required=True)


class SignedInSchema(TokensSchema):
    """The tokens of a new session, and whose it is."""

    member = fields.Nested(SignedInMemberSchema, required=True)


class ProfileSchema(Schema):
    """A member's own profile; contacts by channel only, for nobody here can read more."""

    id = Id(required=True)
    handle = fields.String(required=True)
    language = fields.Enum(Language, by_value=True, required=True)
    time_zone = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    centre_id = Id(required=True, allow_none=True, metadata={"description": "For which the member acts."})
    home_centre_id = Id(required=True, allow_none=True)
    home_state = fields.Enum(HomeState, by_value=True, required=True, allow_none=True)
    gender = fields.Enum(Gender, by_value=True, required=True, allow_none=True)
    languages = fields.List(fields.String(), required=True)
    contacts = fields.List(fields.Enum(Channel, by_value=True), required=True)
    joined_at = UtcDateTime(required=True)


class JwkSchema(Schema):
    """One public key (RFC 8037)."""

    kty = fields.String(required=True)
    crv = fields.String(required=True)
    x = fields.String(required=True)
    kid = fields.String(required=True)
    use = fields.String(required=True)
    alg = fields.String(required=True)


class JwksSchema(Schema):
    """The keys that verify access tokens (RFC 7517)."""

    keys = fields.List(fields.Nested(JwkSchema), required=True)
