"""What is done about an e-mail that comes back, however often it is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from notify.domain.contacts import Channel
from notify.domain.delivery import after_receipt
from notify.domain.message import Message, State
from notify.domain.preferences import Purpose
from notify.domain.returned import Returned, Verdict
from notify.ports import Messages, Reach

UNMATCHED = "unmatched"  # it names no message that we still know

# A member's id, and which purpose they leave; None: all that may be left.
Leave = Callable[[str, Purpose | None], object]
Stop = Callable[[str, str], None]  # a member's id, and a channel over which they get nothing any more


def receive_returned(
    returned: Returned, *, messages: Messages, reach: Reach, leave: Leave, stop: Stop, at: datetime
) -> str:
    """Let what comes back settle its message, and spare the member more of it; say what it was.

    A dead address gets no e-mail any more, until its member gives another. Whoever complains, or leaves by
    mail, does what one click does; after a complaint no e-mail goes there at all.
    """
    message = messages.find(returned.message_id) if returned.message_id else None
    if message is None or message.channel != Channel.EMAIL:
        return UNMATCHED if returned.verdict is not Verdict.OTHER else returned.verdict
    if returned.verdict in (Verdict.DEAD, Verdict.REFUSED):
        _fail(message, returned, messages, at)
    if message.member_id and returned.verdict is Verdict.DEAD:
        reach.lost(message.member_id, Channel.EMAIL, message.tried_at, at)
    if message.member_id:
        _spare(message.member_id, message.purpose, returned.verdict, leave, stop)
    return returned.verdict


def _fail(message: Message, returned: Returned, messages: Messages, at: datetime) -> None:
    provider_id = message.provider_id or f"smtp-{message.id}"
    messages.apply([after_receipt(message, State.FAILED, at, provider_id, returned.code or returned.verdict)])


def _spare(member_id: str, purpose: Purpose, verdict: Verdict, leave: Leave, stop: Stop) -> None:
    match verdict:
        case Verdict.COMPLAINT:
            leave(member_id, Purpose.NEWS)
            stop(member_id, Channel.EMAIL)
        case Verdict.LEFT:
            leave(member_id, purpose)
