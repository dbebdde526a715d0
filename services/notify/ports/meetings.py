"""Places in meetings: what to remind of, and what an answer by text may mean."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from notify.domain.offer import Offer
from notify.domain.seat import Seat


class Seats(Protocol):
    """The places of members in meetings, of which they are reminded."""

    def of(self, seat_ids: Collection[str]) -> Mapping[str, Seat]:
        """Find seats by id; those that nobody ever had are missing from the answer."""

    def of_member(self, member_id: str, at: datetime) -> list[Seat]:
        """Find the seats of a member in meetings that begin after a moment."""

    def due(self, at: datetime, limit: int) -> list[Seat]:
        """Find seats whose next reminder is due, those that waited longest first."""

    def save(self, seats: Sequence[Seat]) -> Collection[str]:
        """Save each seat unless it changed since it was read; name those that were saved."""


class Offers(Protocol):
    """The seats that an answer by text may mean; a change applies unless a later fact of its meeting was."""

    def keep(self, offer: Offer, sequence: int) -> None:
        """Keep a member's seat."""

    def drop(self, member_id: str, occurrence_id: str, starts_at: datetime, sequence: int) -> None:
        """Keep that a member has no seat."""

    def move(
        self,
        member_ids: Collection[str],
        occurrence_id: str,
        starts_at: datetime,
        sequence: int,
        *,
        told_at: datetime,
        gone: bool = False,
    ) -> None:
        """Keep when the seats of a meeting begin now, or that none of them is left."""

    def of(self, member_id: str, at: datetime) -> Sequence[Offer]:
        """List the seats of a member in meetings that begin after a moment."""
