"""Who members are here: how to reach them, what they chose, and that nothing of them is left."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from chassis.events import Event
from notify.domain.contacts import Channel, Contacts, Language
from notify.domain.preferences import Preferences


class MemberContacts(Protocol):
    """The contacts of members, each as of the last event of alumni that was applied.

    Every change carries that event's sequence and is ignored unless it is above the stored one.
    """

    def keep(self, contacts: Contacts) -> None:
        """Keep all that is known of a member, new or not."""

    def keep_contact(self, member_id: str, channel: Channel, sealed: str, sequence: int) -> bool:
        """Replace the contact of one channel; False for a member nobody told us of."""

    def drop_contact(self, member_id: str, channel: Channel, sequence: int) -> bool:
        """Forget the contact of one channel; False for a member nobody told us of."""

    def keep_preferences(self, member_id: str, language: Language, time_zone: str, sequence: int) -> bool:
        """Keep how to speak to a member; False for a member nobody told us of."""

    def keep_role(self, member_id: str, whom: str, sequence: int, *, granted: bool) -> bool:
        """Keep whether a member acts for a centre or the network; False for a member nobody told us of."""

    def keep_quiet(self, member_id: str, sequence: int, *, quiet: bool) -> bool:
        """Keep whether a member agrees to urgent messages only; False for a member nobody told us of.

        `sequence` is that of the member's consent, which has events of its own.
        """

    def keep_home(self, member_id: str, centre_id: str | None, sequence: int) -> bool:
        """Keep which centre a member is at home in; False for a member nobody told us of.

        The sequence is kept beside that of the other changes, so that an old one heard late is not lost
        behind them.
        """

    def acting_for(self, whom: Collection[str]) -> Collection[str]:
        """Name the members who act for any of these."""

    def gone(self, member_ids: Collection[str]) -> Collection[str]:
        """Name those who were erased: nobody waits for them, and nothing is kept of them again."""

    def of(self, member_ids: Collection[str]) -> Mapping[str, Contacts]:
        """Find the contacts of members by id; unknown ones are missing from the answer."""


class SealedContacts(Protocol):
    """The contacts that alumni keeps, sealed to us; each is fetched when a fact says that it is there.

    What is fetched may be newer than the fact; a later fact then brings the same again.
    """

    def of_member(self, member_id: str) -> Mapping[Channel, str]:
        """Give the contacts of a member by channel; none of a member who is gone."""

    def of_attempt(self, attempt_id: str) -> str | None:
        """Give the contact that a code goes to; None where the attempt is gone."""


class Choices(Protocol):
    """What members chose."""

    def of(self, member_id: str) -> Contacts:
        """Find a member with what they chose; raises MemberUnknown."""

    def change(self, member_id: str, how: Callable[[Preferences], Preferences]) -> Preferences:
        """Change what a member chose; raises MemberUnknown. Of two at once, each sees the other's change."""

    def may_test(self, member_id: str, at: datetime, pause: timedelta) -> bool:
        """Note that a member asks for a test now; False where the last one was less than a pause ago."""


class Writers(Protocol):
    """Who writes to us."""

    def of(self, number: str) -> Sequence[Contacts]:
        """Find the members whom a number in E.164 reaches; mostly one, of strangers none."""


class Reach(Protocol):
    """Who cannot be reached over which channel; each change is told by a fact, once."""

    def lost(self, member_id: str, channel: str, tried_at: datetime, at: datetime) -> bool:
        """Note that a contact is dead, unless it was replaced since it was tried; True where that is new."""

    def found(self, member_id: str, channel: str, at: datetime) -> None:
        """Note that the contact of a channel has changed: whether the new one is dead, nobody knows."""


class PersonalData(Protocol):
    """Everything that this service holds of a person; each step may be repeated."""

    def erase(self, member_id: str) -> int:
        """Erase whatever is left of a member, contacts first; tell of how many documents."""

    def answer(self, erasure_id: str, records: int) -> None:
        """Tell, once, that nothing is left."""


class Glasses(Protocol):
    """Contacts that two persons opened for a threat to life."""

    def keep(self, event: Event) -> None:
        """Keep an opening, once, however often it is heard."""
