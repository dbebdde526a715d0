"""When a message is to be followed by another, over the next channel: it failed, or nobody heard of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from notify.domain.contacts import Channel
from notify.domain.message import EXPIRED, GIVEN_UP, READ, UNWANTED, Message, State, Urgency

# Only a channel whose provider says what arrived can be silent; an e-mail is followed when it comes back.
GIVES_RECEIPTS = frozenset({str(Channel.SMS)})
# How long a receipt may take, by class; what is not named here is in no hurry.
PATIENCE: Mapping[Urgency, timedelta] = {
    Urgency.URGENT: timedelta(minutes=2),
    Urgency.TIMELY: timedelta(hours=2),
}
# Reasons that hold for every channel alike.
FINAL = frozenset({EXPIRED, GIVEN_UP, READ, UNWANTED})


def follow_at(message: Message, to: State, at: datetime, reason: str | None) -> datetime | None:
    """Say when the next channel is to be tried, as a message comes to a state; None: not at all."""
    if not message.route:
        return None
    if to is State.FAILED:
        return None if reason in FINAL else at
    if to is State.SENT and message.channel in GIVES_RECEIPTS and message.urgency in PATIENCE:
        return at + PATIENCE[message.urgency]
    return None
