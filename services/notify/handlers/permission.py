"""Whether a message may go to its member now, asked right before it leaves: much may have changed since."""

from __future__ import annotations

from datetime import datetime

from notify.domain.contacts import Contacts
from notify.domain.delivery import held_until, refused
from notify.domain.message import UNWANTED, Change, Message, Urgency
from notify.domain.windows import SERVICE_IMPLICIT, opens_at

STOPPED = "stopped"  # the member stopped this channel
UNREACHABLE = "unreachable"  # the contact is dead for good
TURNED_OFF = "turned-off"  # the member does not want to hear of this over this channel any more


def held_back(
    message: Message, member: Contacts | None, at: datetime, category: str = SERVICE_IMPLICIT
) -> Change | None:
    """Say what becomes of a claimed message that must not go now; None where it may. Codes name no member."""
    if member is None:
        return None
    if reason := _refusal(message, member):
        return refused(message, at, reason)
    opening = _opening(message, member, at, category)
    return held_until(message, opening, at) if opening > at else None


def _refusal(message: Message, member: Contacts) -> str | None:
    """Say why the member does not get the message over its channel at any hour."""
    if message.channel in member.stopped:
        return STOPPED
    if message.channel in member.unreachable:
        return UNREACHABLE
    if member.quiet and message.urgency is not Urgency.URGENT:
        return UNWANTED
    return None if member.preferences.wants(message.purpose, message.channel) else TURNED_OFF


def _opening(message: Message, member: Contacts, at: datetime, category: str) -> datetime:
    """Give the first moment at which the message may go; it may still leave when its lease ends."""
    last = max(at, message.lease.until) if message.lease else at
    for moment in (at, last):
        opening = opens_at(message.urgency, member.preferences, member.time_zone, moment, category)
        if opening > moment:
            return opening
    return at
