"""Links to what a member chose, for who is not signed in: the signature in them is the key.

A token names a member by id, perhaps one purpose, and its last day; no contact, no word. Whoever holds it
may see and change how the member is written to, and nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from chassis.config import PlatformSettings
from notify.config import LINK_KEY, secret_key
from notify.domain.errors import LinkUnknown
from notify.domain.preferences import ALWAYS, Purpose

# A message is kept for 90 days, so whoever still has one can still leave by it.
GOOD_FOR = timedelta(days=90)

_PURPOSES = (None, *Purpose)
_SEAL_BYTES = 16
_TOKEN = re.compile(r"[A-Za-z0-9_-]{47}")  # 16 bytes of id, one of purpose, two of day, 16 of signature
_DAY_ZERO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Link:
    """Whose choices a link opens, and of which purpose it leaves; None: of none in particular."""

    member_id: str
    purpose: Purpose | None


class SignedLinks:
    """Writes and reads links under a key of this service alone."""

    def __init__(self, key: bytes, public_url: str) -> None:
        self._key = key
        self._public_url = public_url

    @classmethod
    def read(cls, platform: PlatformSettings) -> Self:
        """Read the key; a missing or malformed one ends the start with its name."""
        return cls(bytes.fromhex(secret_key(platform, LINK_KEY).decode()), platform.public_url)

    def preferences_link(self, member_id: str, at: datetime) -> str:
        """Give the address of the page where a member chooses how to be written to."""
        return f"{self._public_url}/preferences/{self._token(member_id, None, at)}"

    def unsubscribe_link(self, member_id: str, purpose: Purpose, at: datetime) -> str | None:
        """Give the address that leaves a purpose at one request (RFC 8058); None for what is always sent."""
        if purpose in ALWAYS:
            return None
        return f"{self._public_url}/api/notify/unsubscribe/{self._token(member_id, purpose, at)}"

    def open(self, token: str, at: datetime) -> Link:
        """Read a token; raises LinkUnknown for one that we did not sign, or that is too old."""
        if not _TOKEN.fullmatch(token):
            raise LinkUnknown
        content = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        told, seal = content[:-_SEAL_BYTES], content[-_SEAL_BYTES:]
        last_day = _DAY_ZERO + timedelta(days=int.from_bytes(told[17:]))
        if not hmac.compare_digest(seal, self._seal(told)) or last_day < at:
            raise LinkUnknown
        return Link(told[:16].hex(), _PURPOSES[told[16]])

    def _token(self, member_id: str, purpose: Purpose | None, at: datetime) -> str:
        last_day = (at + GOOD_FOR - _DAY_ZERO).days + 1
        told = bytes.fromhex(member_id) + bytes([_PURPOSES.index(purpose)]) + last_day.to_bytes(2)
        return urlsafe_b64encode(told + self._seal(told)).decode().rstrip("=")

    def _seal(self, told: bytes) -> bytes:
        return hmac.new(self._key, told, hashlib.sha256).digest()[:_SEAL_BYTES]
