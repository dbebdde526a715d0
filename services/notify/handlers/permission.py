"""Whether a message may go to its member now, asked right before it leaves: much may have changed since."""

from __future__ import annotations

from datetime import datetime

from notify.domain.contacts import Contacts
from notify.domain.delivery import refused
from notify.domain.message import Change, Message

STOPPED = "stopped"  # the member stopped this channel
UNREACHABLE = "unreachable"  # the contact is dead for good
TURNED_OFF = "turned-off"  # the member does not want to hear of this over this channel any more


def held_back(message: Message, member: Contacts | None, at: datetime) -> Change | None:
    """Say what becomes of a claimed message that must not go now; None where it may. Codes name no member."""
    if member is None:
        return None
    if message.channel in member.stopped:
        return refused(message, at, STOPPED)
    if message.channel in member.unreachable:
        return refused(message, at, UNREACHABLE)
    if not member.preferences.wants(message.purpose, message.channel):
        return refused(message, at, TURNED_OFF)
    return None
