"""How a number that writes to us is found again, though contacts rest sealed: a keyed blind index."""

from __future__ import annotations

import hashlib
import hmac
from typing import Self

from chassis.config import PlatformSettings
from notify.adapters.sealing import PrivateSeal
from notify.config import private_key, secret_key
from notify.domain.errors import Unsealable

KEY = "number-index.key"


class NumberIndex:
    """Hashes numbers under a key of this service alone; without the key they mean nothing."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def read(cls, platform: PlatformSettings) -> Self:
        """Read the key; a missing or malformed one ends the start with its name."""
        return cls(bytes.fromhex(secret_key(platform, KEY).decode()))

    def of(self, number: str) -> str:
        """Hash a number in E.164, as hex."""
        return hmac.new(self._key, number.encode(), hashlib.sha256).hexdigest()


class SealedNumbers:
    """Indexes the numbers of sealed contacts, each opened for that moment."""

    def __init__(self, index: NumberIndex, seal: PrivateSeal) -> None:
        self._index = index
        self._seal = seal

    @classmethod
    def read(cls, platform: PlatformSettings) -> Self:
        """Read both keys; a missing or malformed one ends the start with its name."""
        return cls(NumberIndex.read(platform), PrivateSeal(private_key(platform)))

    def of_sealed(self, sealed: str) -> str | None:
        """Index what was sealed to our key; None for what was not."""
        try:
            return self._index.of(self._seal.unseal(sealed))
        except Unsealable:
            return None
