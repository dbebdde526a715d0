"""The ports in memory, for tests of what must not need an engine."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from threading import RLock

from chassis.clock import utc_now
from chassis.events import Event
from notify.domain.contacts import Channel, Contacts, Language
from notify.domain.delivery import expired, refused
from notify.domain.message import Change, Lease, Message, State, Urgency
from notify.domain.switch import Switch


class InMemoryContacts:
    """MemberContacts in a dict."""

    def __init__(self) -> None:
        self._contacts: dict[str, Contacts] = {}
        self._gone: set[str] = set()
        self._quiet: dict[str, int] = {}
        self._homes: dict[str, int] = {}

    def keep(self, contacts: Contacts) -> None:
        known = self._contacts.get(contacts.member_id)
        if known is None or known.sequence < contacts.sequence:
            self._contacts[contacts.member_id] = contacts

    def keep_contact(self, member_id: str, channel: Channel, sealed: str, sequence: int) -> bool:
        if known := self._contacts.get(member_id):
            unreachable = known.unreachable - {channel}
            sealed_now = {**known.sealed, channel: sealed}
            self.keep(replace(known, sealed=sealed_now, unreachable=unreachable, sequence=sequence))
        return known is not None or member_id in self._gone

    def drop_contact(self, member_id: str, channel: Channel, sequence: int) -> bool:
        if known := self._contacts.get(member_id):
            others = {name: sealed for name, sealed in known.sealed.items() if name != channel}
            unreachable = known.unreachable - {channel}
            self.keep(replace(known, sealed=others, unreachable=unreachable, sequence=sequence))
        return known is not None or member_id in self._gone

    def keep_preferences(self, member_id: str, language: Language, time_zone: str, sequence: int) -> bool:
        if known := self._contacts.get(member_id):
            self.keep(replace(known, language=language, time_zone=time_zone, sequence=sequence))
        return known is not None or member_id in self._gone

    def keep_role(self, member_id: str, whom: str, sequence: int, *, granted: bool) -> bool:
        if known := self._contacts.get(member_id):
            acts_for = known.acts_for | {whom} if granted else known.acts_for - {whom}
            self.keep(replace(known, acts_for=acts_for, sequence=sequence))
        return known is not None or member_id in self._gone

    def keep_quiet(self, member_id: str, sequence: int, *, quiet: bool) -> bool:
        known = self._contacts.get(member_id)
        if known and self._quiet.get(member_id, 0) < sequence:
            self._contacts[member_id] = replace(known, quiet=quiet)
            self._quiet[member_id] = sequence
        return known is not None or member_id in self._gone

    def put(self, contacts: Contacts) -> None:
        """Put what is known of a member in place of what was, whatever alumni told."""
        self._contacts[contacts.member_id] = contacts

    def keep_home(self, member_id: str, centre_id: str | None, sequence: int) -> bool:
        known = self._contacts.get(member_id)
        if known and self._homes.get(member_id, 0) < sequence:
            self._contacts[member_id] = replace(known, centre_id=centre_id)
            self._homes[member_id] = sequence
        return known is not None or member_id in self._gone

    def forget(self, member_id: str) -> None:
        """Do what erasing does here."""
        self._contacts.pop(member_id, None)
        self._gone.add(member_id)

    def gone(self, member_ids: Collection[str]) -> Collection[str]:
        return self._gone & set(member_ids)

    def acting_for(self, whom: Collection[str]) -> Collection[str]:
        return {id_ for id_, each in self._contacts.items() if each.acts_for & set(whom)}

    def all(self) -> list[Contacts]:
        """Give everybody."""
        return list(self._contacts.values())

    def of(self, member_ids: Collection[str]) -> Mapping[str, Contacts]:
        return {each: self._contacts[each] for each in member_ids if each in self._contacts}


class InMemoryGlasses:
    """Glasses in a list."""

    def __init__(self) -> None:
        self.kept: list[Event] = []

    def keep(self, event: Event) -> None:
        self.kept.append(event)


class InMemoryPersonalData:
    """PersonalData on contacts in a dict."""

    def __init__(self, contacts: InMemoryContacts) -> None:
        self._contacts = contacts
        self.answers: dict[str, int] = {}

    def erase(self, member_id: str) -> int:
        self._contacts.forget(member_id)
        return 1

    def answer(self, erasure_id: str, records: int) -> None:
        self.answers.setdefault(erasure_id, records)


class InMemorySealedContacts:
    """What alumni would answer, in dicts."""

    def __init__(self) -> None:
        self.members: dict[str, dict[Channel, str]] = {}
        self.attempts: dict[str, str] = {}

    def of_member(self, member_id: str) -> Mapping[Channel, str]:
        return dict(self.members.get(member_id, {}))

    def of_attempt(self, attempt_id: str) -> str | None:
        return self.attempts.get(attempt_id)


class InMemorySwitches:
    """Switches in a dict."""

    def __init__(self) -> None:
        self._switches: dict[str, Switch] = {}

    def all(self) -> Mapping[str, Switch]:
        return dict(self._switches)

    def turn(self, switch: Switch) -> None:
        self._switches[switch.provider] = switch


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
