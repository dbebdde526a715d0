"""What members were sent, and have not read, counted in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from notify.adapters.memory_messages import InMemoryMessages
from notify.domain.bundles import TextTried, Unread
from notify.domain.contacts import INBOX, Channel
from notify.domain.message import COUNT, Message, State, Urgency

COUNTED = frozenset({State.SENDING, State.UNKNOWN, State.SENT, State.DELIVERED})


class InMemoryTallies:
    """Tallies on messages in a dict."""

    def __init__(self, messages: InMemoryMessages) -> None:
        self._messages = messages

    def texts_since(self, member_ids: Collection[str], at: datetime) -> list[TextTried]:
        return [
            TextTried(
                message_id=each.id,
                member_id=each.member_id,
                tried_at=each.tried_at,
                is_settled=each.state is not State.SENDING,
            )
            for each in self._of(member_ids)
            if each.channel == Channel.SMS
            and each.member_id
            and each.state in COUNTED
            and each.urgency is not Urgency.URGENT
            and each.tried_at >= at
        ]

    def unread_since(self, member_ids: Collection[str], at: datetime) -> list[Unread]:
        return [
            Unread(member_id=each.member_id, urgency=each.urgency, told_at=each.created_at)
            for each in self._of(member_ids)
            if each.channel == INBOX and each.member_id and each.created_at >= at and each.read_at is None
        ]

    def fill(self, counts: Mapping[str, int]) -> None:
        for id_, count in counts.items():
            message = self._messages.find(id_)
            if message is not None:
                self._messages.put(replace(message, params={**message.params, COUNT: count}))

    def _of(self, member_ids: Collection[str]) -> list[Message]:
        return [each for each in self._messages.all() if each.member_id in member_ids]
