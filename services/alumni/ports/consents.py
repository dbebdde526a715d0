"""What members have agreed to, purpose by purpose."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol


class Consents(Protocol):
    """The consents of the members."""

    def give(
        self, member_id: str, purposes: Collection[str], *, notice: str, language: str, at: datetime
    ) -> None:
        """Record that a member agrees to purposes, having read this notice; again changes nothing."""

    def withdraw(self, member_id: str, purpose: str, at: datetime) -> None:
        """Record that a member does not agree any more."""

    def granted(self, member_id: str, purpose: str, *, recipient: str | None = None, at: datetime) -> bool:
        """Tell whether a member agrees to a purpose at this time."""

    def grant_to(
        self, member_id: str, purpose: str, recipient: str, expires_at: datetime, at: datetime
    ) -> None:
        """Record that a member agrees to a purpose towards one recipient, for a time."""
