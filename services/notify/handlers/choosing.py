"""How a member chooses, with a login or by a signed link, and asks for a message to see whether it comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chassis.ids import new_id
from notify.domain.contacts import Channel
from notify.domain.errors import ChannelUnreachable, LinkUnknown, MemberUnknown, TooSoon
from notify.domain.message import Message, Template, Urgency
from notify.domain.preferences import ALWAYS, Preferences, Purpose
from notify.ports import Choices, Messages

BETWEEN_TESTS = timedelta(minutes=1)
TEST_LASTS = timedelta(minutes=10)


def choose(member_id: str, chosen: Preferences, choices: Choices) -> Preferences:
    """Keep all that a member chose in place of what was; raises MemberUnknown."""
    return choices.change(member_id, lambda _: chosen)


def pause(member_id: str, until: datetime | None, choices: Choices) -> Preferences:
    """Tell a member nothing but what is urgent until a moment; None ends the pause. Raises MemberUnknown."""
    return choices.change(member_id, lambda known: replace(known, paused_until=until))


def leave(member_id: str, purpose: Purpose | None, choices: Choices) -> Preferences:
    """Send a member no e-mail for a purpose any more, or for none that can be left; once or again alike.

    Raises LinkUnknown for a member who is gone: by the link nobody may learn more.
    """
    left = {purpose} if purpose else set(Purpose) - ALWAYS
    mails = {(each, str(Channel.EMAIL)) for each in left}
    try:
        return choices.change(member_id, lambda known: replace(known, off=known.off | mails))
    except MemberUnknown:
        raise LinkUnknown from None


def choose_by_link(
    member_id: str, off: frozenset[tuple[Purpose, str]], until: datetime | None, choices: Choices
) -> Preferences:
    """Keep what a link lets change: what is told over what, and a pause; raises LinkUnknown."""
    try:
        return choices.change(member_id, lambda known: replace(known, off=off, paused_until=until))
    except MemberUnknown:
        raise LinkUnknown from None


def send_test(member_id: str, channel: str, choices: Choices, messages: Messages, at: datetime) -> str:
    """Send a member a message over one channel, at most one a minute; give its id.

    Raises MemberUnknown, ChannelUnreachable and TooSoon.
    """
    member = choices.of(member_id)
    if channel not in member.reachable_over():
        raise ChannelUnreachable(channel)
    if not choices.may_test(member_id, at, BETWEEN_TESTS):
        raise TooSoon
    test = Message(
        id=new_id(),
        member_id=member_id,
        channel=channel,
        template=Template.TEST_MESSAGE,
        language=member.language,
        params={"time_zone": member.time_zone},
        urgency=Urgency.URGENT,
        purpose=Purpose.ACCOUNT,
        centre_id=member.centre_id,
        created_at=at,
        due_at=at,
        expires_at=at + TEST_LASTS,
    )
    messages.add_once([test])
    return test.id
