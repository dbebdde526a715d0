"""What is said about webhooks."""

from typing import Any

from marshmallow import fields, post_load, validate

from alumni.domain.webhook import Kind, Outcome
from chassis.http import Id, Schema, TrueOrFalse, UtcDateTime

LONGEST_URL = 500


class NewWebhookSchema(Schema):
    """Where the centre's system listens, and of what it wants to hear."""

    url = fields.String(
        required=True,
        validate=[
            validate.Length(1, LONGEST_URL),
            validate.Regexp(r"https?://[!-~]+\Z", error="Not an address of the web."),
        ],
        metadata={"example": "https://centre.example/hamrah"},
    )
    kinds = fields.List(
        fields.Enum(Kind, by_value=True), required=True, validate=validate.Length(1, len(Kind))
    )

    @post_load
    def _as_domain(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        return {**data, "kinds": frozenset(data["kinds"])}


class WebhookSchema(Schema):
    """A webhook, without its secret."""

    id = Id(required=True)
    url = fields.String(required=True)
    kinds = fields.List(fields.Enum(Kind, by_value=True), required=True)
    created_at = UtcDateTime(required=True)
    failing_since = UtcDateTime(required=True, allow_none=True)
    paused_at = UtcDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Nothing arrived for days; it waits for somebody to resume it."},
    )


class ShownWebhookSchema(WebhookSchema):
    """A webhook just made or rotated: the only answer that holds its secret."""

    secret = fields.String(required=True, metadata={"example": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"})


class WebhooksSchema(Schema):
    """All webhooks of a centre: at most 10."""

    items = fields.List(fields.Nested(WebhookSchema), required=True)


class PingedSchema(Schema):
    """What came of a test."""

    arrived = TrueOrFalse(required=True)
    outcome = fields.Enum(Outcome, by_value=True, required=True)


class DeadLetterSchema(Schema):
    """A fact that never arrived."""

    id = Id(required=True)
    kind = fields.Enum(Kind, by_value=True, required=True)
    occurred_at = UtcDateTime(required=True)
    tries = fields.Integer(required=True)
    outcome = fields.Enum(Outcome, by_value=True, required=True, allow_none=True)
    ended_at = UtcDateTime(required=True, allow_none=True)


class DeadLetterPageSchema(Schema):
    """One page of what never arrived."""

    items = fields.List(fields.Nested(DeadLetterSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
