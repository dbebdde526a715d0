"""Keys by which a centre's own systems act for it, within scopes, and what is kept of them."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

from alumni.domain.errors.api_keys import KeyRefused

MAX_KEYS = 20  # of a centre that are not revoked
LONGEST_OVERLAP = timedelta(hours=24)

_PREFIX = "hk"
_NOBODYS = "0" * 64


class Scope(StrEnum):
    """What a partner system may do for its centre."""

    DIRECTORY_READ = "directory:read"
    FIGURES_READ = "figures:read"
    INVITATIONS_WRITE = "invitations:write"


@dataclass(frozen=True, kw_only=True)
class KeySecret:
    """A key as a partner system holds it: ``hk_<id>_<256 random bits>``."""

    key_id: str
    secret: str

    @classmethod
    def draw(cls, key_id: str) -> Self:
        """Draw a secret that nobody has had."""
        return cls(key_id=key_id, secret=secrets.token_urlsafe(32))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a key as it is shown; any text makes one, if only an unknown one."""
        prefix, _, rest = text.partition("_")
        key_id, _, secret = rest.partition("_")
        return cls(key_id=key_id if prefix == _PREFIX else "", secret=secret)

    def __str__(self) -> str:
        return f"{_PREFIX}_{self.key_id}_{self.secret}"

    @property
    def hash(self) -> str:
        """Give what is kept of it; a secret of 256 random bits needs no slow hash."""
        return hashlib.sha256(self.secret.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class ApiKey:
    """A key of one centre; nobody can read its secret again."""

    id: str
    centre_id: str
    label: str
    scopes: frozenset[Scope]
    secret_hash: str
    created_at: datetime
    expires_on: date | None = None  # the last day, in UTC, on which it is good
    previous_hash: str | None = None  # the secret before the last rotation
    previous_until: datetime | None = None
    last_used_on: date | None = None  # the day alone: when a centre's system works is nobody's business

    def ensure_opened_by(self, shown: KeySecret, *, at: datetime) -> None:
        """Raise KeyRefused unless the secret is the newest, or the one before within its overlap."""
        opens = hmac.compare_digest(self.secret_hash, shown.hash)
        was_good = hmac.compare_digest(self.previous_hash or _NOBODYS, shown.hash)
        in_overlap = self.previous_until is not None and at < self.previous_until
        if not (opens or (was_good and in_overlap)):
            raise KeyRefused
        self.ensure_lasts(at)

    def ensure_lasts(self, at: datetime) -> None:
        """Raise KeyRefused after the last day."""
        if self.expires_on is not None and self.expires_on < at.date():
            raise KeyRefused
