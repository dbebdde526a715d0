"""The requests of members to talk to their centre."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from alumni.domain.reach import Reach


class Reaches(Protocol):
    """The requests to talk."""

    def add(self, reach: Reach) -> None:
        """Store a new request with its event; ReachOpen where the member has one that waits."""

    def get(self, reach_id: str) -> Reach:
        """Load a request; ReachUnknown."""

    def save(self, reach: Reach) -> None:
        """Store a request's state and events; raises StaleAggregate."""

    def overdue(self, at: datetime) -> Iterator[Reach]:
        """Find what waits longer than was promised, and the network was not told yet."""
