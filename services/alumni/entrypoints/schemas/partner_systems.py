"""What is said about the keys of partner systems, and what those are answered."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from alumni.domain.api_key import KeySecret, Scope
from alumni.domain.centre_state import CentreState
from chassis.clock import utc_now
from chassis.http import Id, LocalDate, Schema, UtcDateTime, WholeNumber

LONGEST_LABEL = 60
LONGEST_KEY = 120
_EXAMPLE = "hk_0f8fad5bd9cb469fa16570867728950e_4f1b0h6zQ2m7Yk9WcR3tLx8vNs5pJd1aUe0gKbEiTqM"


def _not_past(day: Any) -> None:
    if day < utc_now().date():
        raise ValidationError("The day is past.")


class NewKeySchema(Schema):
    """What a key is called, what it is for, and perhaps how long."""

    label = fields.String(required=True, validate=validate.Length(1, LONGEST_LABEL))
    scopes = fields.List(
        fields.Enum(Scope, by_value=True), required=True, validate=validate.Length(1, len(Scope))
    )
    expires_on = LocalDate(
        load_default=None, validate=_not_past, metadata={"description": "The last day, in UTC."}
    )

    @post_load
    def _as_domain(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        return {**data, "scopes": frozenset(data["scopes"])}


class KeySchema(Schema):
    """A key, without its secret."""

    id = Id(required=True)
    label = fields.String(required=True)
    scopes = fields.List(fields.Enum(Scope, by_value=True), required=True)
    created_at = UtcDateTime(required=True)
    expires_on = LocalDate(required=True, allow_none=True)
    last_used_on = LocalDate(required=True, allow_none=True)
    previous_until = UtcDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Until when the secret before the last rotation is good."},
    )


class ShownKeySchema(KeySchema):
    """A key just made or rotated: the only answer that holds its secret."""

    key = fields.String(required=True, metadata={"example": _EXAMPLE})


class KeysSchema(Schema):
    """All keys of a centre: at most 20, by label."""

    items = fields.List(fields.Nested(KeySchema), required=True)


class RotationSchema(Schema):
    """How long the secret before stays good, until the centre's system has the new one."""

    overlap_hours = WholeNumber(load_default=24, validate=validate.Range(0, 24))


class ShownSecretSchema(Schema):
    """A key, as the centre's system holds it."""

    key = fields.String(
        required=True, validate=validate.Length(1, LONGEST_KEY), metadata={"example": _EXAMPLE}
    )

    @post_load
    def _as_domain(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        return {"shown": KeySecret.parse(data["key"])}


class SystemTokenSchema(Schema):
    """A token for the header `Authorization: Bearer`, and what it is good for."""

    access_token = fields.String(required=True)
    expires_in = fields.Integer(required=True, metadata={"description": "Seconds."})
    centre_id = Id(required=True)
    scopes = fields.List(fields.Enum(Scope, by_value=True), required=True)


class OwnCentreSchema(Schema):
    """The centre for which a system acts."""

    id = Id(required=True)
    name = fields.String(required=True)
    city = fields.String(required=True)
    state = fields.Enum(CentreState, by_value=True, required=True)
