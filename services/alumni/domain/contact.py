"""How a person is reached, as this service may know it: sealed and indexed, never in plain."""

from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """What carries a message to a person."""

    SMS = "sms"
    EMAIL = "email"


class Language(StrEnum):
    """The languages that Hamrah speaks."""

    ENGLISH = "en"
    PUNJABI = "pa"
    HINDI = "hi"


@dataclass(frozen=True, kw_only=True)
class SealedContact:
    """A phone number or e-mail address that only notify can open.

    `index` is the keyed blind index (HMAC-SHA256, hex) by which the same contact is found again;
    `sealed` is the contact sealed to notify's public key (base64).
    """

    channel: Channel
    index: str
    sealed: str
