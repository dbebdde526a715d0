"""What the handlers need of the dates of meetings and the places in them."""

from datetime import datetime
from typing import Protocol

from groups.domain.calendar import Wanted
from groups.domain.occurrence import Registration


class Occurrences(Protocol):
    """The occurrences of all meetings; each change and its events are one write.

    Every method about one occurrence raises OccurrenceUnknown, and what `domain.occurrence` raises.
    """

    def register(
        self, occurrence_id: str, registration_id: str, member_id: str, at: datetime
    ) -> Registration:
        """Decide `Occurrence.register` and keep the outcome."""
        ...

    def cancel(self, occurrence_id: str, registration_id: str, member_id: str, at: datetime) -> Registration:
        """Decide `Occurrence.cancel` and keep the outcome."""
        ...

    def call_off(self, occurrence_id: str, centre_id: str, at: datetime) -> None:
        """Decide `Occurrence.call_off` and keep the outcome."""
        ...

    def arrange(self, wanted: Wanted) -> int:
        """Fit the coming occurrences of some series to the wanted ones.

        `domain.calendar.rearrange` tells how. Harmless to repeat and to do twice at once: whoever holds a
        place is told once. Gives of how many dates somebody is told. Raises MeetingBusy when one cannot
        follow yet; by then the others have.
        """
        ...
