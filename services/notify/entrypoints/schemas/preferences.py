"""What a member chooses, every part within bounds."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from chassis.clock import utc_now
from chassis.http import Id, Schema, UtcDateTime
from chassis.http.schemas import TrueOrFalse, WholeNumber
from notify.domain.contacts import Channel, Language
from notify.domain.preferences import ALWAYS, Bundling, Hours, Preferences, Purpose
from notify.entrypoints.schemas.messages import one_of

LONGEST_PAUSE = timedelta(days=366)
MOST_TEXTS_A_DAY = 50
MOST_LEADS = 4
LEADS_MINUTES = (15, 7 * 24 * 60)
MOST_CHANNELS = 8
_MOST_OFF = len(Purpose) * MOST_CHANNELS
# A platform may have more channels than sms and email; one that it has not is passed over.
_CHANNEL = validate.Regexp(r"[a-z][a-z0-9-]{0,31}\Z", error="Not a channel like sms or email.")
_CHANNEL_PATTERN = {"pattern": "^[a-z][a-z0-9-]{0,31}$"}
_CLOCK = validate.Regexp(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z", error="Not a time of the day like 21:00.")
_CLOCK_PATTERN = {"pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}


def _once(values: list[Any]) -> None:
    if len({str(each) for each in values}) != len(values):
        raise ValidationError("The same is there twice.")


def _can_be_left(purpose: str) -> None:
    if purpose in ALWAYS:
        raise ValidationError("What keeps an account safe, and calls for help, cannot be turned off.")


def _ahead(until: datetime | None) -> None:
    if until is not None and not utc_now() < until <= utc_now() + LONGEST_PAUSE:
        raise ValidationError("A pause ends in the future, within a year.")


class OffSchema(Schema):
    """One purpose that is not told of over one channel."""

    purpose = fields.String(required=True, validate=[one_of(Purpose), _can_be_left])
    channel = fields.String(required=True, validate=_CHANNEL, metadata=_CHANNEL_PATTERN)


class QuietSchema(Schema):
    """Hours of the day, on the member's own clock, in which nothing comes but what is urgent."""

    begin = fields.String(required=True, validate=_CLOCK, metadata=_CLOCK_PATTERN)
    end = fields.String(required=True, validate=_CLOCK, metadata=_CLOCK_PATTERN)


class PauseSchema(Schema):
    """Nothing but what is urgent before a moment; null ends the pause."""

    until = UtcDateTime(required=True, allow_none=True, validate=_ahead)


class PreferencesSchema(Schema):
    """Everything that a member chooses."""

    order = fields.List(
        fields.String(validate=_CHANNEL, metadata=_CHANNEL_PATTERN),
        required=True,
        validate=[validate.Length(1, MOST_CHANNELS), _once],
        metadata={"description": "The first channel is tried first."},
    )
    off = fields.List(
        fields.Nested(OffSchema), required=True, validate=[validate.Length(max=_MOST_OFF), _once]
    )
    quiet = fields.Nested(
        QuietSchema, required=True, metadata={"description": "Equal ends are no quiet hours at all."}
    )
    paused_until = UtcDateTime(required=True, allow_none=True)
    full_wording = TrueOrFalse(
        required=True, metadata={"description": "Whether messages may say more than strangers should read."}
    )
    bundling = fields.String(required=True, validate=one_of(Bundling))
    most_texts = WholeNumber(required=True, validate=validate.Range(1, MOST_TEXTS_A_DAY))
    leads = fields.List(
        WholeNumber(validate=validate.Range(*LEADS_MINUTES)),
        required=True,
        validate=[validate.Length(max=MOST_LEADS), _once],
        metadata={"description": "How many minutes before a meeting to be reminded; none: not at all."},
    )


class PreferencesArguments(PreferencesSchema):
    """What a member chooses, in place of what was."""

    @validates_schema
    def _bounded_pause(self, data: dict[str, Any], **_: Any) -> None:
        try:
            _ahead(data.get("paused_until"))
        except ValidationError as error:
            raise ValidationError(error.messages, "paused_until") from None

    @post_load
    def _chosen(self, data: dict[str, Any], **_: Any) -> Preferences:
        return Preferences(
            order=tuple(data["order"]),
            off=off_of(data["off"]),
            quiet=Hours(*(time.fromisoformat(data["quiet"][each]) for each in ("begin", "end"))),
            paused_until=data["paused_until"],
            full_wording=data["full_wording"],
            bundling=Bundling(data["bundling"]),
            most_texts=data["most_texts"],
            leads=tuple(sorted((timedelta(minutes=each) for each in data["leads"]), reverse=True)),
        )


class ByLinkArguments(Schema):
    """What a link lets change."""

    off = fields.List(
        fields.Nested(OffSchema), required=True, validate=[validate.Length(max=_MOST_OFF), _once]
    )
    paused_until = UtcDateTime(required=True, allow_none=True, validate=_ahead)


class ByLinkSchema(Schema):
    """What a link shows: nothing of the person but the language to show it in."""

    language = fields.String(required=True, validate=one_of(Language))
    purpose = fields.String(
        required=True,
        allow_none=True,
        validate=one_of(Purpose),
        metadata={"description": "What the link leaves with one click; null for a link to the page."},
    )
    off = fields.List(fields.Nested(OffSchema), required=True)
    paused_until = UtcDateTime(required=True, allow_none=True)


class TestMessageArguments(Schema):
    """Over which channel to send a message to see whether it comes."""

    channel = fields.String(required=True, validate=one_of(Channel))


class TestMessageSchema(Schema):
    """The message that is on its way."""

    message_id = Id(required=True)


def off_of(rows: list[dict[str, str]]) -> frozenset[tuple[Purpose, str]]:
    """Read what is turned off."""
    return frozenset((Purpose(each["purpose"]), each["channel"]) for each in rows)


def off_rows(preferences: Preferences) -> list[dict[str, str]]:
    """Write what is turned off."""
    return [{"purpose": purpose, "channel": channel} for purpose, channel in sorted(preferences.off)]


def pause_left(preferences: Preferences, at: datetime) -> datetime | None:
    """Give the end of a pause that is not over."""
    until = preferences.paused_until
    return until if until is not None and until > at else None


def preferences_row(preferences: Preferences, at: datetime) -> dict[str, Any]:
    """Write what a member chose."""
    quiet = preferences.quiet
    return {
        "order": list(preferences.order),
        "off": off_rows(preferences),
        "quiet": {"begin": quiet.begin.isoformat("minutes"), "end": quiet.end.isoformat("minutes")},
        "paused_until": pause_left(preferences, at),
        "full_wording": preferences.full_wording,
        "bundling": preferences.bundling,
        # Where stories are played, who chose nothing gets more a day than anybody may choose.
        "most_texts": min(preferences.most_texts, MOST_TEXTS_A_DAY),
        "leads": [int(each.total_seconds() // 60) for each in preferences.leads],
    }
