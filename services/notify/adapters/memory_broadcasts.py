"""The ports of broadcasts in memory, for tests of what must not need an engine."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from datetime import datetime

from notify.adapters.memory_messages import InMemoryMessages
from notify.adapters.memory_people import InMemoryContacts
from notify.adapters.mongo_broadcasts import BROADCAST_STOPPED
from notify.domain.audience import Count, Segment, skipped
from notify.domain.broadcast import MOST_OPEN, OPEN, Broadcast, Phase
from notify.domain.broadcast_errors import BroadcastStale, BroadcastUnknown, TooManyBroadcasts
from notify.domain.contacts import Contacts
from notify.domain.message import Change, Message, State


class InMemorySegments:
    """Segments of contacts in a dict."""

    def __init__(self, contacts: InMemoryContacts) -> None:
        self._contacts = contacts

    def count(self, segment: Segment, at: datetime) -> Count:
        meant = [each for each in self._contacts.all() if segment.includes(each)]
        causes = Counter(cause for each in meant if (cause := skipped(each, at)))
        return Count(people=len(meant), skipped=dict(causes))

    def behind(self, segment: Segment, member_id: str | None, limit: int) -> list[Contacts]:
        meant = [each for each in self._contacts.all() if segment.includes(each)]
        later = [each for each in meant if member_id is None or each.member_id > member_id]
        return sorted(later, key=lambda each: each.member_id)[:limit]


class InMemoryBroadcasts:
    """Broadcasts in a dict."""

    def __init__(self) -> None:
        self._kept: dict[str, Broadcast] = {}

    def add(self, broadcast: Broadcast) -> Broadcast:
        if broadcast.id in self._kept:
            return self.get(broadcast.id)
        still_open = [
            each
            for each in self._kept.values()
            if each.centre_id == broadcast.centre_id and each.phase in OPEN
        ]
        if len(still_open) >= MOST_OPEN:
            raise TooManyBroadcasts
        broadcast.mark_saved()
        self._kept[broadcast.id] = deepcopy(broadcast)
        return broadcast

    def get(self, broadcast_id: str) -> Broadcast:
        if broadcast_id not in self._kept:
            raise BroadcastUnknown
        return deepcopy(self._kept[broadcast_id])

    def save(self, broadcast: Broadcast) -> None:
        kept = self._current(broadcast)
        broadcast.mark_saved()
        fresh = deepcopy(broadcast)
        fresh.cursor, fresh.walked, fresh.at_end = kept.cursor, kept.walked, kept.at_end
        self._kept[broadcast.id] = fresh

    def remove(self, broadcast: Broadcast) -> None:
        del self._kept[self._current(broadcast).id]

    def advance(self, broadcast: Broadcast, behind: str | None) -> bool:
        kept = self._kept[broadcast.id]
        if kept.phase is not Phase.RUNNING or kept.cursor != behind or kept.at_end:
            return False
        kept.cursor, kept.walked, kept.at_end = broadcast.cursor, broadcast.walked, broadcast.at_end
        return True

    def due(self, at: datetime) -> list[Broadcast]:
        return [each for each in self.in_phase(Phase.SCHEDULED) if each.plan.scheduled_at <= at]

    def in_phase(self, phase: Phase, since: datetime | None = None) -> list[Broadcast]:
        found = (each for each in self._kept.values() if each.phase is phase)
        recent = [each for each in found if since is None or (each.ended_at and each.ended_at >= since)]
        return sorted(deepcopy(recent), key=lambda each: each.plan.scheduled_at)

    def _current(self, broadcast: Broadcast) -> Broadcast:
        kept = self._kept.get(broadcast.id)
        if kept is None or kept.version != broadcast.version:
            raise BroadcastStale
        return kept


class InMemoryBroadcastMessages:
    """The messages of broadcasts among all messages in a dict."""

    def __init__(self, messages: InMemoryMessages) -> None:
        self._messages = messages

    def halt(self, broadcast_id: str, at: datetime) -> int:
        waiting = [each for each in self._of(broadcast_id) if each.state is State.CREATED]
        return self._messages.apply(
            [
                Change(
                    message_id=each.id, channel=each.channel, to=State.FAILED, at=at, reason=BROADCAST_STOPPED
                )
                for each in waiting
            ]
        )

    def on_their_way(self, broadcast_id: str) -> bool:
        settled = (State.SENT, State.DELIVERED, State.FAILED)
        return any(each.state not in settled for each in self._of(broadcast_id))

    def _of(self, broadcast_id: str) -> list[Message]:
        return [each for each in self._messages.all() if each.broadcast_id == broadcast_id]
