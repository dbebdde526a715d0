"""What the handlers need of the dates of meetings and the places in them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from groups.domain.occurrence import Meeting, Registration


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

    def arrange(self, series_ids: Sequence[str], wanted: Mapping[str, Meeting], at: datetime) -> int:
        """Fit the occurrences of these series that come after `at` to the wanted ones, by id.

        `domain.calendar.rearrange` tells how. Harmless to repeat and to do twice at once. Gives how many
        were kept as they are because somebody holds a place in them.
        """
        ...
