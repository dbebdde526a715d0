"""A member of the network: a pseudonym, how it wants to be spoken to, and what it may do."""

import zoneinfo
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Self

from alumni.domain.contact import Channel, Language, SealedContact
from alumni.domain.events import (
    ContactAdded,
    MemberEvent,
    MemberJoined,
    PreferencesChanged,
    RoleGranted,
    RoleWithdrawn,
)
from alumni.domain.handle import Handle

HOME_TIME_ZONE = "Asia/Kolkata"


class Role(StrEnum):
    """What a person may do in the network; everyone is a member."""

    MEMBER = "member"
    COORDINATOR = "coordinator"
    NETWORK_ADMINISTRATOR = "network-administrator"


@cache
def time_zones() -> frozenset[str]:
    """Name the IANA time zones that can be reckoned with."""
    return frozenset(zoneinfo.available_timezones())


@dataclass(kw_only=True)
class Member:
    """A person under a pseudonym; one contact a channel, sealed."""

    id: str
    handle: Handle
    language: Language
    time_zone: str  # IANA
    joined_at: datetime  # UTC
    contacts: dict[Channel, SealedContact]
    roles: set[Role] = field(default_factory=lambda: {Role.MEMBER})
    centre_id: str | None = None
    version: int = 0
    sequence: int = 0  # of the last event that was saved
    events: list[MemberEvent] = field(default_factory=list)

    @classmethod
    def join(
        cls,
        member_id: str,
        contact: SealedContact,
        *,
        handle: Handle,
        language: Language,
        time_zone: str,
        at: datetime,
    ) -> Self:
        """Make a member of a person who has proven a contact."""
        member = cls(
            id=member_id,
            handle=handle,
            language=language,
            time_zone=time_zone,
            joined_at=at,
            contacts={contact.channel: contact},
        )
        member.events.append(
            MemberJoined(
                member_id=member_id,
                language=language.value,
                time_zone=time_zone,
                contacts=[{"channel": contact.channel.value, "sealed_contact": contact.sealed}],
            )
        )
        return member

    def rename(self, handle: Handle) -> None:
        """Go by another handle."""
        self.handle = handle

    def prefer(self, *, language: Language | None, time_zone: str | None) -> None:
        """Change the language or the time zone; what is None or as before stays untold."""
        wanted = (language or self.language, time_zone or self.time_zone)
        if wanted == (self.language, self.time_zone):
            return
        self.language, self.time_zone = wanted
        self.events.append(
            PreferencesChanged(member_id=self.id, language=self.language.value, time_zone=self.time_zone)
        )

    def add_contact(self, contact: SealedContact) -> None:
        """Be reached by a proven contact; it replaces the channel's former one."""
        known = self.contacts.get(contact.channel)
        if known and known.index == contact.index:
            return
        self.contacts[contact.channel] = contact
        self.events.append(
            ContactAdded(member_id=self.id, channel=contact.channel.value, sealed_contact=contact.sealed)
        )

    def appoint_coordinator(self, centre_id: str) -> None:
        """Act for one centre; a coordinator of another centre moves to this one."""
        if Role.COORDINATOR in self.roles and self.centre_id == centre_id:
            return
        self.withdraw(Role.COORDINATOR)
        self.centre_id = centre_id
        self._grant(Role.COORDINATOR, centre_id)

    def appoint_network_administrator(self) -> None:
        """Act for the whole network."""
        if Role.NETWORK_ADMINISTRATOR not in self.roles:
            self._grant(Role.NETWORK_ADMINISTRATOR, None)

    def withdraw(self, role: Role) -> None:
        """Take a role away; a centre is kept only while acting for it."""
        if role not in self.roles:
            return
        self.roles.discard(role)
        centre_id = self.centre_id if role is Role.COORDINATOR else None
        if role is Role.COORDINATOR:
            self.centre_id = None
        self.events.append(RoleWithdrawn(member_id=self.id, role=role.value, centre_id=centre_id))

    def _grant(self, role: Role, centre_id: str | None) -> None:
        self.roles.add(role)
        self.events.append(RoleGranted(member_id=self.id, role=role.value, centre_id=centre_id))

    def mark_saved(self) -> None:
        """Take note that this state and its events are stored."""
        self.version += 1
        self.sequence += len(self.events)
        self.events.clear()
