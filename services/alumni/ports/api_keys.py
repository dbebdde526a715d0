"""The keys of partner systems, and the tokens that they are exchanged for."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from alumni.domain.api_key import ApiKey


class ApiKeys(Protocol):
    """The keys of all centres, without their secrets."""

    def add(self, key: ApiKey) -> None:
        """Store a new key; KeyLabelTaken where another of the centre is called so, TooManyKeys."""

    def find(self, key_id: str) -> ApiKey | None:
        """Find a key that is not revoked."""

    def rotate(self, centre_id: str, key_id: str, secret_hash: str, *, previous_until: datetime) -> ApiKey:
        """Put a new secret in the place of the newest in one atomic step; raises KeyUnknown."""

    def revoke(self, centre_id: str, key_id: str) -> None:
        """Forget a key of a centre; raises KeyUnknown."""

    def used(self, key_id: str, on: date) -> None:
        """Take note of the last day on which a key was used."""

    def of(self, centre_id: str) -> Sequence[ApiKey]:
        """List the keys of a centre, by label."""


class SystemTokens(Protocol):
    """What a partner system shows to every service."""

    def issue_to_system(self, key: ApiKey, *, at: datetime) -> str:
        """Sign a token of 15 minutes that names the key, its centre and its scopes."""
