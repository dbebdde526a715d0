"""Consents in memory, for tests."""

from collections.abc import Collection
from datetime import datetime


class InMemoryConsents:
    """Consents in a dictionary: until when each is given, None for no end."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str, str | None], datetime | None] = {}

    def give(
        self, member_id: str, purposes: Collection[str], *, notice: str, language: str, at: datetime
    ) -> None:
        for purpose in purposes:
            self._given[member_id, purpose, None] = None

    def withdraw(self, member_id: str, purpose: str, at: datetime) -> None:
        for key in [key for key in self._given if key[:2] == (member_id, purpose)]:
            del self._given[key]

    def granted(self, member_id: str, purpose: str, *, recipient: str | None = None, at: datetime) -> bool:
        if (member_id, purpose, recipient) not in self._given:
            return False
        until = self._given[member_id, purpose, recipient]
        return until is None or until > at

    def grant_to(
        self, member_id: str, purpose: str, recipient: str, expires_at: datetime, at: datetime
    ) -> None:
        self._given[member_id, purpose, recipient] = expires_at
