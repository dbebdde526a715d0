"""Moves between centres, and what members of a centre that left have chosen."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Protocol

from alumni.domain.leaving import Leaving
from alumni.domain.move import Move


class Moves(Protocol):
    """The wishes to move."""

    def add(self, move: Move) -> None:
        """Store a new wish; MoveOpen where the member has one that waits."""

    def get(self, move_id: str) -> Move:
        """Load a wish; MoveUnknown."""

    def waiting_of(self, member_id: str) -> Move | None:
        """Find the wish of a member that is not over."""

    def save(self, move: Move) -> None:
        """Store a wish's state; raises StaleAggregate."""

    def without_consent(self, at: datetime) -> Iterator[Move]:
        """Find what was asked and rests on no consent at this time."""

    def accepted(self) -> Iterator[Move]:
        """Find what was accepted and is not carried out."""


class Leavings(Protocol):
    """What members of a centre that left have to choose."""

    def add_all(self, leavings: Collection[Leaving]) -> None:
        """Store new ones with their events; what is there already stays as it is."""

    def latest_of(self, member_id: str) -> Leaving:
        """Load the last one of a member; LeavingUnknown."""

    def save(self, leaving: Leaving) -> None:
        """Store what was chosen; raises StaleAggregate."""

    def due(self, at: datetime) -> Iterator[Leaving]:
        """Find what nobody has carried out within its time."""


class Homes(Protocol):
    """Who is at home where."""

    def at_home_in(self, centre_id: str) -> Iterator[str]:
        """Go through the members at home in a centre, which may be many."""
