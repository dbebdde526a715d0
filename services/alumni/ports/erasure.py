"""Erasures on their way, and everything that this service holds of a person."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from alumni.domain.erasure import Erasure


class Erasures(Protocol):
    """The erasures of the members, one for each."""

    def add_once(self, erasure: Erasure) -> Erasure:
        """Store a new erasure, and give it; of a member who has one already, give that one."""

    def of(self, member_id: str) -> Erasure:
        """Load a member's erasure; raises ErasureUnknown."""

    def get(self, erasure_id: str) -> Erasure:
        """Load an erasure; raises ErasureUnknown."""

    def save(self, erasure: Erasure) -> None:
        """Store the state and its events; raises StaleAggregate."""

    def remove(self, erasure: Erasure) -> None:
        """Forget an erasure that has not begun; raises StaleAggregate."""

    def due(self, at: datetime) -> Iterator[Erasure]:
        """Find what is to begin, what was begun here and not finished, and what is due once more."""


class PersonalData(Protocol):
    """Everything that this service holds of a person; each step may be repeated."""

    def forget_contacts(self, member_id: str) -> None:
        """End every session, and forget how to reach a member and by what to find them."""

    def erase(self, member_id: str) -> int:
        """Erase whatever is left of a member; tell of how many documents."""
