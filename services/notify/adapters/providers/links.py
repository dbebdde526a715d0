"""Addresses that we give to providers which sign nothing: a signature of ours is part of the address.

An address names the provider and the message, never a contact. Whoever does not know our key cannot make one,
and one that is repeated tells of the same message again, which changes nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Self

from chassis.config import PlatformSettings
from notify.config import secret_key

KEY = "webhook-links.key"
PATH = "/api/notify/webhooks/receipts"


class ReceiptLinks:
    """Makes and checks the addresses of receipts, one per message."""

    def __init__(self, key: bytes, public_url: str) -> None:
        self._key = key
        self._base = public_url + PATH

    @classmethod
    def read(cls, platform: PlatformSettings) -> Self:
        """Read the key; a missing or malformed one ends the start with its name."""
        return cls(bytes.fromhex(secret_key(platform, KEY).decode()), platform.public_url)

    def of(self, provider: str, message_id: str) -> str:
        """Give the address for the receipts of one message."""
        return f"{self._base}/{provider}/{message_id}/{self._signature(provider, message_id)}"

    def is_ours(self, provider: str, message_id: str, signature: str) -> bool:
        """Tell whether we made the address of these parts."""
        return hmac.compare_digest(self._signature(provider, message_id).encode(), signature.encode())

    def _signature(self, provider: str, message_id: str) -> str:
        return hmac.new(self._key, f"receipts|{provider}|{message_id}".encode(), hashlib.sha256).hexdigest()
