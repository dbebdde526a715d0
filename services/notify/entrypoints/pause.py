"""Something that is not to be done at every look."""

from __future__ import annotations

from datetime import datetime, timedelta


class Pause:
    """Tells, at most once in a while, that it is time."""

    def __init__(self, length: timedelta) -> None:
        self._length = length
        self._until: datetime | None = None

    def is_over(self, at: datetime) -> bool:
        """Tell whether the pause is over, and begin the next one."""
        if self._until is not None and at < self._until:
            return False
        self._until = at + self._length
        return True
