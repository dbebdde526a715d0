"""Messages in memory, for tests of what must not need an engine."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from threading import RLock

from chassis.clock import utc_now
from notify.domain.delivery import expired, refused
from notify.domain.message import Change, Lease, Message, State, Urgency


class InMemoryMessages:
    """Messages in a dict; one lock stands for what MongoDB does atomically."""

    def __init__(self) -> None:
        self._messages: dict[str, Message] = {}
        self._lock = RLock()

    def __len__(self) -> int:
        return len(self._messages)

    def add_once(self, messages: Sequence[Message]) -> int:
        with self._lock:
            new = {each.id: each for each in messages if each.id not in self._messages}
            self._messages.update(new)
            return len(new)

    def all(self) -> list[Message]:
        """Give every message."""
        return list(self._messages.values())

    def put(self, message: Message) -> None:
        """Keep a message as it is given."""
        with self._lock:
            self._keep(message)

    def find(self, message_id: str) -> Message | None:
        return self._messages.get(message_id)

    def about_facts_since(self, member_id: str, at: datetime) -> list[Message]:
        with self._lock:
            return [
                each
                for each in self._messages.values()
                if each.member_id == member_id and each.fact_at is not None and each.fact_at >= at
            ]

    def waiting(self, member_id: str, at: datetime) -> list[Message]:
        with self._lock:
            return [
                each
                for each in self._messages.values()
                if each.member_id == member_id and each.state is State.CREATED and each.due_at > at
            ]

    def claim(
        self,
        channel: str,
        provider: str,
        lease: Lease,
        limit: int,
        at: datetime,
        classes: Collection[Urgency] = tuple(Urgency),
        declined_by: Collection[str] = (),
    ) -> list[Message]:
        with self._lock:
            due = [
                each
                for each in self._due(State.CREATED, channel, at)
                if each.urgency in classes
                and provider not in each.declined_by
                and (not declined_by or set(declined_by) & set(each.declined_by))
            ]
            return [self._keep(_taken(each, provider, lease, at)) for each in due[:limit]]

    def claim_unknown(
        self, channel: str, provider: str, lease: Lease, limit: int, at: datetime
    ) -> list[Message]:
        with self._lock:
            due = [
                each
                for each in self._due(State.UNKNOWN, channel, at)
                if each.provider == provider and _is_free(each, at)
            ]
            return [self._keep(replace(each, lease=lease)) for each in due[:limit]]

    def apply(self, changes: Sequence[Change]) -> int:
        with self._lock:
            return sum(self._apply(change) for change in changes)

    def fail_waiting(self, member_ids: Collection[str], channel: str, reason: str, at: datetime) -> int:
        with self._lock:
            waiting = [
                each
                for each in self._messages.values()
                if each.state is State.CREATED and each.channel == channel and each.member_id in member_ids
            ]
            changes = [replace(refused(each, at, reason), lease=None) for each in waiting]
            return sum(self._apply(change) for change in changes)

    def lapse(self, at: datetime) -> int:
        with self._lock:
            lapsed = [
                each for each in self._messages.values() if each.state is State.SENDING and _is_free(each, at)
            ]
            return sum(
                self._apply(
                    Change(message_id=each.id, channel=each.channel, to=State.UNKNOWN, at=at, due_at=at)
                )
                for each in lapsed
            )

    def to_follow(self, at: datetime, limit: int) -> list[Message]:
        with self._lock:
            due = [
                (each.follow_at, each)
                for each in self._messages.values()
                if each.follow_at is not None and each.follow_at <= at
            ]
            return [each for _, each in sorted(due, key=lambda pair: pair[0])[:limit]]

    def stop_following(self, message_ids: Collection[str], at: datetime) -> int:
        with self._lock:
            due = [each for each in self.to_follow(at, len(self._messages)) if each.id in message_ids]
            return len([self._keep(replace(each, follow_at=None)) for each in due])

    def read_among(self, message_ids: Collection[str]) -> Collection[str]:
        return {each for each in message_ids if each in self._messages and self._messages[each].read_at}

    def unknown_since(self, at: datetime, limit: int) -> list[Message]:
        with self._lock:
            found = [
                each
                for each in self._messages.values()
                if each.state is State.UNKNOWN and each.updated_at < at and _is_free(each, utc_now())
            ]
            return found[:limit]

    def expire(self, channel: str, at: datetime) -> int:
        with self._lock:
            useless = [each for each in self._due(State.CREATED, channel, at) if each.expires_at <= at]
            return self.apply([expired(each, at) for each in useless])

    def holds(self, provider_id: str) -> bool:
        return any(each.provider_id == provider_id for each in self._messages.values())

    def sends_beside(self, message: Message) -> bool:
        return any(
            each.state is State.SENDING
            and each.channel == message.channel
            and each.member_id == message.member_id is not None
            and each.id != message.id
            for each in self._messages.values()
        )

    def backlog(self, channels: Collection[str], at: datetime) -> Mapping[str, int]:
        return {channel: len(self._due(State.CREATED, channel, at)) for channel in channels}

    def _due(self, state: State, channel: str, at: datetime) -> list[Message]:
        due = [
            each
            for each in self._messages.values()
            if each.state is state and each.channel == channel and each.due_at <= at
        ]
        return sorted(due, key=lambda each: (each.urgency, each.due_at))

    def _apply(self, change: Change) -> bool:
        message = self._messages.get(change.message_id)
        changed = change.applied_to(message) if message else None
        if changed is None:
            return False
        if change.provider_id and self._another_holds(change.provider_id, changed):
            return self._apply(change.without_provider)
        self._keep(changed)
        return True

    def _another_holds(self, provider_id: str, message: Message) -> bool:
        return any(
            each.provider_id == provider_id and each.id != message.id for each in self._messages.values()
        )

    def _keep(self, message: Message) -> Message:
        self._messages[message.id] = message
        return message


def _taken(message: Message, provider: str, lease: Lease, at: datetime) -> Message:
    return replace(
        message,
        state=State.SENDING,
        since=at,
        lease=lease,
        provider=provider,
        attempts=message.attempts + 1,
        history=(*message.history, (State.SENDING, at)),
    )


def _is_free(message: Message, at: datetime) -> bool:
    return message.lease is None or message.lease.until < at
