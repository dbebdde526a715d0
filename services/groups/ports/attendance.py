"""What the handlers need of who was at the dates of meetings."""

from datetime import datetime
from typing import Protocol

from groups.domain.attendance import Attendance, MeetingDate


class Attendances(Protocol):
    """Who was marked at which date, one aggregate for a person and a date."""

    def meeting(self, occurrence_id: str) -> MeetingDate:
        """Tell what attendance needs to know of a date; raises OccurrenceUnknown."""
        ...

    def expect_marks(self, meeting: MeetingDate, at: datetime) -> None:
        """Note, before anybody is marked, that the date is to be looked at for absences in a while."""
        ...

    def of(self, meeting: MeetingDate, member_id: str) -> Attendance:
        """Load what was marked of a person at a date, which may be nothing."""
        ...

    def save(self, attendance: Attendance) -> None:
        """Store an attendance and its events in one write; raises StaleAggregate."""
        ...


class Tries(Protocol):
    """How often somebody gave a wrong word."""

    def take(self, occurrence_id: str, member_id: str, at: datetime) -> None:
        """Take one of the member's tries for a date; raises TooManyTries when none is left."""
        ...

    def give_back(self, occurrence_id: str, member_id: str) -> None:
        """Forget the tries of a member who gave the right word."""
        ...
