"""How to reach a member: sealed contacts, one per channel, and how to speak to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

NETWORK = "network"  # whom a network administrator acts for


class Channel(StrEnum):
    """A way for a message to reach a person."""

    SMS = "sms"
    EMAIL = "email"


class Language(StrEnum):
    """A language the templates are written in."""

    ENGLISH = "en"
    PUNJABI = "pa"
    HINDI = "hi"


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
