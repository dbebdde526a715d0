"""What every aggregate has: an id, the version it was loaded in, and the facts it has to tell."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(kw_only=True)
class Aggregate:
    """One thing that changes as a whole; its events are written with its state."""

    id: str
    version: int = 0  # 0: not stored yet
    sequence: int = 0  # of the last event that was saved
    events: list[Any] = field(default_factory=list)

    def mark_saved(self) -> None:
        """Take note that this state and its events are stored."""
        self.version += 1
        self.sequence += len(self.events)
        self.events.clear()
