"""Recoveries on their way."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from alumni.domain.recovery import Recovery


class Recoveries(Protocol):
    """The recoveries that were asked for."""

    def add(self, recovery: Recovery) -> None:
        """Store a new recovery with its event."""

    def get(self, recovery_id: str) -> Recovery:
        """Load a recovery; RecoveryUnknown."""

    def save(self, recovery: Recovery) -> None:
        """Store a recovery's state and events; raises StaleAggregate."""

    def due(self, at: datetime) -> Iterator[Recovery]:
        """Find what was agreed and may be carried out now."""
