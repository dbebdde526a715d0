"""How to reach a member: sealed contacts, one per channel, and how to speak to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from notify.domain.preferences import DEFAULT, Preferences

NETWORK = "network"  # whom a network administrator acts for
INBOX = "inbox"  # the channel that needs no contact: the member's own page


class Channel(StrEnum):
    """A contact by which a person can be reached; the channel over it has the same name."""

    SMS = "sms"
    EMAIL = "email"


class Language(StrEnum):
    """A language the templates are written in."""

    ENGLISH = "en"
    PUNJABI = "pa"
    HINDI = "hi"


# Over each channel a contact of one kind reaches a member; a platform may have more channels.
USUAL_CHANNELS: Mapping[str, Channel] = {str(each): each for each in Channel}


@dataclass(frozen=True, kw_only=True)
class Usual:
    """What holds for everybody: the choices of who made none, and which contact each channel needs."""

    preferences: Preferences = DEFAULT
    channels: Mapping[str, Channel] = field(default_factory=lambda: USUAL_CHANNELS)


USUAL = Usual()


@dataclass(frozen=True, kw_only=True)
class Contacts:
    """What this service knows of one member; each contact stays sealed until a message leaves."""

    member_id: str
    language: Language
    time_zone: str  # an IANA name
    sealed: Mapping[Channel, str]  # base64 of a SealedBox to our public key
    sequence: int  # of the last event of alumni that was applied
    acts_for: frozenset[str] = frozenset()  # ids of centres, or NETWORK
    quiet: bool = False  # agreed to what is urgent only
    centre_id: str | None = None  # their home
    joined_at: datetime | None = None  # None for who joined before this was kept
    preferences: Preferences = DEFAULT
    channels: Mapping[str, Channel] = field(default_factory=lambda: USUAL_CHANNELS)
    stopped: frozenset[str] = frozenset()  # channels that the member stopped by an answer, or a click
    unreachable: frozenset[str] = frozenset()  # channels whose contact is dead for good

    def contact_for(self, kind: str) -> str | None:
        """Give the sealed contact of the kind that a channel needs; None where there is none."""
        return next((sealed for each, sealed in self.sealed.items() if each == kind), None)

    def reachable_over(self) -> frozenset[str]:
        """Name the channels over which the member can and may be reached."""
        reached = {channel for channel, kind in self.channels.items() if kind in self.sealed}
        return frozenset(reached) - self.stopped - self.unreachable
