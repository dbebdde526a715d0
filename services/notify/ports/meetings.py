"""Places in meetings: what to remind of, and what an answer by text may mean."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from notify.domain.seat import Seat


class Seats(Protocol):
    """The places of members in meetings, theirs or promised."""

    def of(self, seat_ids: Collection[str]) -> Mapping[str, Seat]:
        """Find seats by id; those that nobody ever had are missing from the answer."""

    def of_member(self, member_id: str, at: datetime) -> list[Seat]:
        """Find the seats of a member in meetings that begin after a moment."""

    def due(self, at: datetime, limit: int) -> list[Seat]:
        """Find seats whose next reminder is due, those that waited longest first."""

    def save(self, seats: Sequence[Seat]) -> Collection[str]:
        """Save each seat unless it changed since it was read; name those that were saved."""
