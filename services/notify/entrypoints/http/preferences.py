"""How a member wants to be written to."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chassis.clock import utc_now
from chassis.http import Blueprint, Problem, identity, raises, requires
from notify.domain import errors
from notify.domain.preferences import Preferences
from notify.entrypoints.http.context import context
from notify.entrypoints.schemas import preferences as schemas
from notify.entrypoints.schemas.preferences import preferences_row
from notify.handlers.choosing import choose, pause, send_test

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.MemberUnknown: Problem(404, "member-unknown", "We do not know yet how to reach you."),
    errors.ChannelUnreachable: Problem(
        409, "channel-unreachable", "You have no such contact, it is dead, or you stopped messages over it."
    ),
    errors.TooSoon: Problem(429, "too-soon", "A test message went out a moment ago; wait a minute."),
}

preferences = Blueprint(
    "preferences",
    __name__,
    url_prefix="/api/notify/preferences",
    description="How a member wants to be written to",
)


@preferences.get("")
@preferences.response(200, schemas.PreferencesSchema)
@raises(errors.MemberUnknown)
@requires("member")
def get_preferences() -> dict[str, Any]:
    """See what the caller chose, or what holds for who chose nothing"""
    return preferences_row(context().choices.of(identity().member_id).preferences, utc_now())


@preferences.put("")
@preferences.arguments(schemas.PreferencesArguments)
@preferences.response(200, schemas.PreferencesSchema)
@raises(errors.MemberUnknown)
@requires("member")
def put_preferences(chosen: Preferences) -> dict[str, Any]:
    """Choose everything anew"""
    return preferences_row(choose(identity().member_id, chosen, context().choices), utc_now())


@preferences.put("/pause")
@preferences.arguments(schemas.PauseSchema)
@preferences.response(200, schemas.PreferencesSchema)
@raises(errors.MemberUnknown)
@requires("member")
def put_pause(wish: dict[str, Any]) -> dict[str, Any]:
    """Pause everything until a moment, but what is urgent; null ends the pause"""
    return preferences_row(pause(identity().member_id, wish["until"], context().choices), utc_now())


@preferences.post("/test-message")
@preferences.arguments(schemas.TestMessageArguments)
@preferences.response(202, schemas.TestMessageSchema)
@raises(errors.MemberUnknown, errors.ChannelUnreachable, errors.TooSoon)
@requires("member")
def post_test_message(wish: dict[str, str]) -> dict[str, str]:
    """Ask for a message over one channel, to see whether it comes; one a minute"""
    at_hand = context()
    member_id, at = identity().member_id, utc_now()
    return {"message_id": send_test(member_id, wish["channel"], at_hand.choices, at_hand.messages, at)}
