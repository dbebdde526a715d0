"""A member of the network: a pseudonym, how it wants to be spoken to, and what it may do."""

import zoneinfo
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Self

from alumni.domain.contact import Channel, Language, SealedContact
from alumni.domain.errors.joining import ContactsLast, HomeSettled
from alumni.domain.events import (
    ContactAdded,
    ContactRemoved,
    MemberEvent,
    MemberHomeChanged,
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


class HomeState(StrEnum):
    """Whether the centre has said yes to being somebody's home centre."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"


class Gender(StrEnum):
    """What a member may say of itself, for wishes in matching."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


@cache
def time_zones() -> frozenset[str]:
    """Name the IANA time zones that can be reckoned with."""
    return frozenset(zoneinfo.available_timezones())


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """What their day and a word to them depend on: the time zone (IANA) and the language of a member."""

    id: str
    time_zone: str
    language: Language


@dataclass(kw_only=True)
class Member:
    """A person under a pseudonym; one contact a channel, sealed.

    `centre_id` is the centre for which they act, `home_centre_id` the one whose alumna or alumnus
    they are or, while `home_state` is waiting, wish to be. `notice` is the version of the consent
    notice that they accepted; without one they have not joined yet.
    """

    id: str
    handle: Handle
    language: Language
    time_zone: str  # IANA
    joined_at: datetime  # UTC
    contacts: dict[Channel, SealedContact]
    roles: set[Role] = field(default_factory=lambda: {Role.MEMBER})
    centre_id: str | None = None
    home_centre_id: str | None = None
    home_state: HomeState | None = None
    notice: str | None = None
    gender: Gender | None = None
    languages: tuple[str, ...] = ()
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
                channels=[contact.channel.value],
            )
        )
        return member

    @property
    def whereabouts(self) -> Whereabouts:
        """Tell the time zone and the language, and nothing else of the member."""
        return Whereabouts(id=self.id, time_zone=self.time_zone, language=self.language)

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
        self.events.append(ContactAdded(member_id=self.id, channel=contact.channel.value))

    def remove_contact(self, channel: Channel) -> None:
        """Be reached by one channel less; raises ContactsLast where no other would be left."""
        if channel not in self.contacts:
            return
        if len(self.contacts) == 1:
            raise ContactsLast
        del self.contacts[channel]
        self.events.append(ContactRemoved(member_id=self.id, channel=channel.value))

    def accept_notice(self, notice: str, *, gender: Gender | None, languages: tuple[str, ...]) -> None:
        """Take part, having read what becomes of what is told here."""
        self.notice, self.gender, self.languages = notice, gender, languages

    @property
    def confirmed_home(self) -> str | None:
        """The home centre, once it has said yes."""
        return self.home_centre_id if self.home_state is HomeState.CONFIRMED else None

    def wish_home(self, centre_id: str) -> None:
        """Name the centre that is to be the home centre; raises HomeSettled where there is one."""
        if self.confirmed_home:
            raise HomeSettled
        self.home_centre_id, self.home_state = centre_id, HomeState.WAITING

    def confirm_home(self, centre_id: str) -> None:
        """Have this home centre from now on, whichever it was before."""
        self._settle_home(centre_id)

    def leave_home(self) -> None:
        """Have no home centre, and wish for none."""
        self._settle_home(None)

    def _settle_home(self, centre_id: str | None) -> None:
        previous = self.confirmed_home
        self.home_centre_id, self.home_state = centre_id, HomeState.CONFIRMED if centre_id else None
        if previous != centre_id:
            self.events.append(
                MemberHomeChanged(member_id=self.id, home_centre_id=centre_id, previous_centre_id=previous)
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
