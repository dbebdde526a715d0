"""What the handlers need of the dates of meetings and the places in them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from groups.domain.calendar import Wanted
from groups.domain.occurrence import Meeting
from groups.domain.place import Registration
from groups.domain.standing import StandingPlaces


class Occurrences(Protocol):
    """The occurrences of all meetings; each change and its events are one write.

    Every method about one occurrence raises OccurrenceUnknown, and what `domain.occurrence` raises.
    """

    def register(
        self,
        occurrence_id: str,
        registration_id: str,
        member_id: str,
        at: datetime,
        entitlements: frozenset[str] = frozenset(),
    ) -> Registration:
        """Decide `Occurrence.register` and keep the outcome."""
        ...

    def cancel(self, occurrence_id: str, registration_id: str, member_id: str, at: datetime) -> Registration:
        """Decide `Occurrence.cancel` and keep the outcome."""
        ...

    def confirm(self, occurrence_id: str, registration_id: str, member_id: str, at: datetime) -> Registration:
        """Decide `promise.confirm` and keep the outcome."""
        ...

    def restore(self, occurrence_id: str, registration_id: str, member_id: str, at: datetime) -> Registration:
        """Decide `promise.restore` and keep the outcome."""
        ...

    def release_unanswered(self, at: datetime) -> int:
        """Decide `promise.release_unanswered` wherever a time is over; gives in how many occurrences."""
        ...

    def fit(self, occurrence_id: str, wanted: StandingPlaces, at: datetime) -> bool:
        """Decide `standing.fit` and keep the outcome; tells whether the date fits."""
        ...

    def unfitted(self, series_id: str, version: int, at: datetime) -> Sequence[tuple[str, date]]:
        """Name the coming dates of a series that fit an older version of its standing seats."""
        ...

    def held_by(self, occurrence_id: str, member_id: str) -> Registration | None:
        """Tell a member's place in an occurrence."""
        ...

    def meeting(self, occurrence_id: str) -> Meeting:
        """Tell what takes place."""
        ...

    def call_off(self, occurrence_id: str, centre_id: str, at: datetime) -> None:
        """Decide `Occurrence.call_off` and keep the outcome."""
        ...

    def seats_taken(self, series_id: str, at: datetime) -> Mapping[str, int]:
        """Count the seats that are taken in the coming dates of a series, by id of the occurrence."""
        ...

    def arrange(self, wanted: Wanted) -> int:
        """Fit the coming occurrences of some series to the wanted ones.

        `domain.calendar.rearrange` tells how. Harmless to repeat and to do twice at once: whoever holds a
        place is told once. Gives of how many dates somebody is told. Raises MeetingBusy when one cannot
        follow yet; by then the others have.
        """
        ...
