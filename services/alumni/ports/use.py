"""On which days members were here."""

from datetime import datetime
from typing import Protocol


class DaysOfUse(Protocol):
    """A day of use once, however often the member comes."""

    def record(self, member_id: str, at: datetime) -> None:
        """Take note that the member was here on this day."""


class Attendance(Protocol):
    """Which dates of meetings members attended: ids and days only."""

    def mark(self, attendance_id: str, member_id: str, at: datetime, *, present: bool, sequence: int) -> None:
        """Take note of what was marked last; an earlier mark that comes late changes nothing."""
