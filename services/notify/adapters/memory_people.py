"""Who members are, in memory, for tests of what must not need an engine."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from chassis.events import Event
from notify.domain.contacts import Channel, Contacts, Language


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
