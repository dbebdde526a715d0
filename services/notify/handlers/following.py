"""How the next channel is tried, where the one before brought nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from chassis.ids import derived_id
from notify.domain.contacts import INBOX, Contacts
from notify.domain.message import Message, Urgency
from notify.domain.windows import opens_at
from notify.handlers.sending import members_of
from notify.ports import MemberContacts, Messages

MOST_AT_ONCE = 500


def follow_up(messages: Messages, contacts: MemberContacts, at: datetime) -> int:
    """Let the next channel follow each message that failed or stayed silent for its time, once.

    The answer is how many were looked at. What the member has read in the inbox is told already. Whoever
    does the same at once finds the same channel, and so the same id.
    """
    silent = messages.to_follow(at, MOST_AT_ONCE)
    if not silent:
        return 0
    known = members_of(silent, contacts)
    read = messages.read_among([_in_inbox(each) for each in silent])
    unread = [each for each in silent if _in_inbox(each) not in read]
    messages.add_once([next_ for each in unread if (next_ := _next(each, known, at))])
    return messages.stop_following([each.id for each in silent], at)


def _in_inbox(message: Message) -> str:
    return derived_id(message.notice_id or message.id, INBOX)


def _next(message: Message, known: Mapping[str, Contacts], at: datetime) -> Message | None:
    """Make the message over the next channel that reaches the member now; None where none is left."""
    member = known.get(message.member_id or "")
    if member is None or message.notice_id is None or message.expires_at <= at:
        return None
    if member.quiet and message.urgency is not Urgency.URGENT:
        return None
    reaching = member.preferences.route(message.purpose, member.reachable_over())
    left = [position for position, channel in enumerate(message.route) if channel in reaching]
    if not left:
        return None
    channel = message.route[left[0]]
    return replace(
        message.untried(at),
        id=derived_id(message.notice_id, channel),
        channel=channel,
        route=message.route[left[0] + 1 :],
        language=member.language,
        due_at=opens_at(message.urgency, member.preferences, member.time_zone, at),
    )
