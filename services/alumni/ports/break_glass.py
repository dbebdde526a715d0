"""Wishes to open a contact."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from alumni.domain.break_glass import Glass


class Glasses(Protocol):
    """The wishes, and who confirmed them."""

    def add(self, glass: Glass) -> None:
        """Store a new wish."""

    def get(self, glass_id: str) -> Glass:
        """Load a wish; raises GlassUnknown."""

    def save(self, glass: Glass) -> None:
        """Store the state and its events; raises StaleAggregate."""

    def waiting(self, centre_id: str | None, at: datetime, *, behind: str, limit: int) -> Sequence[Glass]:
        """List what waits for a second person: at a centre, or everywhere."""

    def opened_of(self, member_id: str, *, behind: str, limit: int) -> Sequence[Glass]:
        """List what was opened of a member."""
