"""Writing to many of a centre."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from notify.domain.audience import Count, Segment
from notify.domain.broadcast import Broadcast, Phase
from notify.domain.contacts import Contacts


class Segments(Protocol):
    """The people of a centre, by what this service knows of them."""

    def count(self, segment: Segment, at: datetime) -> Count:
        """Count who is meant, and who of them is not written to at a moment, by cause."""

    def behind(self, segment: Segment, member_id: str | None, limit: int) -> list[Contacts]:
        """Give those who follow a member by id, in this order; None: from the first on."""


class Broadcasts(Protocol):
    """What coordinators write to many."""

    def add(self, broadcast: Broadcast) -> Broadcast:
        """Keep a new one, and give what is kept under its id; raises TooManyBroadcasts."""

    def get(self, broadcast_id: str) -> Broadcast:
        """Load one; raises BroadcastUnknown."""

    def save(self, broadcast: Broadcast) -> None:
        """Write the state and its events, but not the walk; raises BroadcastStale."""

    def remove(self, broadcast: Broadcast) -> None:
        """Delete one; raises BroadcastStale."""

    def advance(self, broadcast: Broadcast, behind: str | None) -> bool:
        """Write how far the walk came, if it runs and was at `behind` till now; False otherwise."""

    def due(self, at: datetime) -> list[Broadcast]:
        """Give those whose time has come, the oldest first."""

    def in_phase(self, phase: Phase, since: datetime | None = None) -> list[Broadcast]:
        """Give those in a phase, which ended not before a moment."""


class BroadcastMessages(Protocol):
    """The messages of broadcasts, all of one at once."""

    def halt(self, broadcast_id: str, at: datetime) -> int:
        """Give up every message that no sender has taken yet; the answer is how many."""

    def on_their_way(self, broadcast_id: str) -> bool:
        """Tell whether any message still waits or is in doubt."""
