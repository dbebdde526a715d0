"""Addresses that mail comes back to, one for each message: who answers to it needs to say no more.

A variable envelope return path (VERP) names the message and is signed, so that nobody can make up a bounce
for a message they did not get: `bounce+b.<message id>.<signature>@example.org`.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from enum import StrEnum

_SIGNED = re.compile(r"([bl])\.([0-9a-f]{32})\.([0-9a-f]{16})", re.IGNORECASE)


class Cause(StrEnum):
    """What mail to an address of a message means."""

    BOUNCE = "b"  # it could not be delivered, or somebody complains
    LEAVE = "l"  # its reader wants no more of this kind


@dataclass(frozen=True)
class ReturnPath:
    """What an address says."""

    cause: Cause
    message_id: str


class ReturnPaths:
    """Writes and reads addresses under a mailbox of ours, which takes whatever stands behind a plus."""

    def __init__(self, key: bytes, mailbox: str) -> None:
        self._key = key
        self._local, _, self._domain = mailbox.rpartition("@")

    def address(self, cause: Cause, message_id: str) -> str:
        """Give the address that stands for a message."""
        return f"{self._local}+{cause}.{message_id}.{self._signature(cause, message_id)}@{self._domain}"

    def read(self, address: str) -> ReturnPath | None:
        """Say what an address stands for; None for one that we did not write."""
        local, _, domain = address.strip().strip("<>").rpartition("@")
        mailbox, _, detail = local.partition("+")
        found = _SIGNED.fullmatch(detail)
        if not found or (mailbox.lower(), domain.lower()) != (self._local.lower(), self._domain.lower()):
            return None
        cause, message_id = Cause(found[1].lower()), found[2].lower()
        if not hmac.compare_digest(found[3].lower(), self._signature(cause, message_id)):
            return None
        return ReturnPath(cause, message_id)

    def _signature(self, cause: Cause, message_id: str) -> str:
        told = f"return-path {cause} {message_id}".encode()
        return hmac.new(self._key, told, hashlib.sha256).hexdigest()[:16]
