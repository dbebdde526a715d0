"""The records of sobriety."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from alumni.domain.sobriety import Sobriety


class SobrietyRecords(Protocol):
    """The record of each member who keeps one."""

    def of(self, member_id: str) -> Sobriety | None:
        """Load a member's record, if they keep one."""

    def save(self, record: Sobriety) -> None:
        """Store a record, new or changed; raises StaleAggregate."""

    def due(self, at: datetime) -> Iterator[Sobriety]:
        """Find the records that have reached a milestone, some at a time."""
