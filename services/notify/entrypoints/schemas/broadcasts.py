"""What is said of broadcasts."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from chassis.http import Id, Schema, TrueOrFalse, UtcDateTime, WholeNumber
from notify.domain.audience import Skip, Who
from notify.domain.broadcast import Deed, Phase
from notify.domain.broadcast_plan import APPROVED, STARTS_AT, UNTIL
from notify.domain.contacts import Channel, Language
from notify.domain.message import Template

_APPROVED = validate.OneOf([each.value for each in APPROVED])


class ValuesSchema(Schema):
    """The moments that a template says: every template `starts_at`, one of them `until` too."""

    starts_at = UtcDateTime(required=True)
    until = UtcDateTime(metadata={"description": f"Only for `{Template.AWAY_FOR_A_WHILE}`."})


class SegmentSchema(Schema):
    """A part of the people of the caller's centre; what is not said is any."""

    who = fields.Enum(Who, by_value=True, load_default=Who.EVERYBODY)
    languages = fields.List(
        fields.Enum(Language, by_value=True), load_default=list, validate=validate.Length(max=len(Language))
    )
    channel = fields.Enum(
        Channel,
        by_value=True,
        load_default=None,
        allow_none=True,
        metadata={"description": "Only who left such a contact."},
    )
    joined_since = UtcDateTime(load_default=None, allow_none=True)


class WantedSchema(Schema):
    """What a coordinator wants to write, to whom and when."""

    template = fields.String(required=True, validate=_APPROVED)
    values = fields.Nested(ValuesSchema, required=True)
    segment = fields.Nested(SegmentSchema, load_default=lambda: SegmentSchema().load({}))
    scheduled_at = UtcDateTime(
        required=True, metadata={"description": "Between 10:00 and 21:00 in India, within 90 days."}
    )

    @post_load
    def _read(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "template": Template(data["template"])}


class ActSchema(Schema):
    """Who did what, and when; null: who is gone."""

    deed = fields.String(required=True, validate=validate.OneOf([each.value for each in Deed]))
    by = Id(required=True, allow_none=True)
    at = UtcDateTime(required=True)


class ShownSegmentSchema(Schema):
    """Who is meant."""

    who = fields.String(required=True)
    languages = fields.List(fields.String(), required=True)
    channel = fields.String(required=True, allow_none=True)
    joined_since = UtcDateTime(required=True, allow_none=True)


class BroadcastSchema(Schema):
    """A broadcast, who decided about it, and how far it came."""

    id = Id(required=True)
    centre_id = Id(required=True)
    template = fields.String(required=True, validate=_APPROVED)
    values = fields.Nested(ValuesSchema, required=True)
    segment = fields.Nested(ShownSegmentSchema, required=True)
    scheduled_at = UtcDateTime(required=True)
    phase = fields.String(required=True, validate=validate.OneOf([each.value for each in Phase]))
    approved = TrueOrFalse(required=True)
    written_at = UtcDateTime(required=True)
    started_at = UtcDateTime(required=True, allow_none=True)
    ended_at = UtcDateTime(required=True, allow_none=True)
    acts = fields.List(fields.Nested(ActSchema), required=True)
    people = WholeNumber(required=True, metadata={"description": "Who were meant when it was submitted."})
    reached = WholeNumber(required=True, metadata={"description": "How many of them it came to so far."})


class BroadcastsPageSchema(Schema):
    """One page of broadcasts, the newest first."""

    items = fields.List(fields.Nested(BroadcastSchema), required=True)
    next_cursor = fields.String(
        required=True, allow_none=True, metadata={"description": "Null on the last page."}
    )


class SkippedSchema(Schema):
    """How many are not written to for one cause."""

    cause = fields.String(required=True, validate=validate.OneOf([each.value for each in Skip]))
    count = WholeNumber(required=True)


class FailedSchema(Schema):
    """How many messages failed for one cause: the provider's code, or one of ours."""

    cause = fields.String(required=True)
    count = WholeNumber(required=True)


class CountSchema(Schema):
    """Who would be written to now."""

    people = WholeNumber(required=True, metadata={"description": "Who are meant."})
    written = WholeNumber(required=True, metadata={"description": "Who of them would be written to."})
    skipped = fields.List(fields.Nested(SkippedSchema), required=True)
    needs_approval = TrueOrFalse(required=True)


class PriceSchema(Schema):
    """What one message costs with a provider."""

    provider = fields.String(required=True)
    paise = WholeNumber(required=True)


class WordingSchema(Schema):
    """What a member reads."""

    sms = fields.String(required=True)
    segments = WholeNumber(required=True, metadata={"description": "Of the text, as providers charge."})
    subject = fields.String(required=True)
    body = fields.String(required=True)
    costs = fields.List(fields.Nested(PriceSchema), required=True)


class WordsSchema(WordingSchema):
    """What a member of one language reads."""

    language = fields.String(required=True)
    full = fields.Nested(
        WordingSchema, required=True, metadata={"description": "What who chose full words reads."}
    )


class PreviewSchema(Schema):
    """What would be read, in every language."""

    words = fields.List(fields.Nested(WordsSchema), required=True)


class ReportSchema(Schema):
    """What became of a broadcast so far."""

    broadcast_id = Id(required=True)
    phase = fields.String(required=True, validate=validate.OneOf([each.value for each in Phase]))
    people = WholeNumber(required=True, metadata={"description": "Who were come to."})
    skipped = fields.List(fields.Nested(SkippedSchema), required=True)
    waiting = WholeNumber(required=True)
    in_flight = WholeNumber(
        required=True, metadata={"description": "Handed over at this moment, or in doubt."}
    )
    accepted = WholeNumber(required=True, metadata={"description": "By a provider; delivered ones too."})
    delivered = WholeNumber(required=True)
    failed = fields.List(fields.Nested(FailedSchema), required=True)
    paise = WholeNumber(required=True, metadata={"description": "What the accepted ones cost."})


def values_of(values: dict[str, Any]) -> dict[str, Any]:
    """Give the moments of a request that were said."""
    return {name: values[name] for name in (STARTS_AT, UNTIL) if name in values}
