"""What the handlers need from the world outside the rules."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from groups.domain.meeting import MeetingSeries
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


class AllSeries(Protocol):
    """The meeting series of all centres, by id."""

    def of_centre(self, centre_id: str) -> Mapping[str, MeetingSeries]:
        """Give every series of a centre."""
        ...

    def save(self, series: Mapping[str, MeetingSeries]) -> None:
        """Add or replace series, whose occurrences are to be made anew."""
        ...

    def due(self, horizon: datetime) -> Iterable[Mapping[str, MeetingSeries]]:
        """Give the series whose occurrences are not made up to the horizon yet, in handy portions."""
        ...

    def mark_made(self, series: Mapping[str, MeetingSeries], until: datetime) -> None:
        """Remember how far occurrences are made, unless a series was changed meanwhile."""
        ...


class Feeds(Protocol):
    """Feeds on the web."""

    def fetch(self, url: str) -> bytes:
        """Give the content at an address; raises FeedRefused or FeedUnreachable."""
        ...
