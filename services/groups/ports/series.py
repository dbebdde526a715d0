"""What the handlers need of meeting series."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Protocol

from groups.domain.events import SeriesFact
from groups.domain.meeting import MeetingSeries

SavedSeries = Mapping[str, MeetingSeries]  # by id, with the revision that they have


class AllSeries(Protocol):
    """The meeting series of all centres, by id; what is saved has its occurrences made anew."""

    def get(self, series_id: str) -> MeetingSeries:
        """Load one; raises SeriesUnknown."""
        ...

    def of_centre(self, centre_id: str) -> SavedSeries:
        """Give every series of a centre."""
        ...

    def of_group(self, group_id: str) -> SavedSeries:
        """Give every series of a group."""
        ...

    def of_centre_alone(self, centre_id: str) -> SavedSeries:
        """Give every series of a centre that belongs to no group."""
        ...

    def save(self, series: Mapping[str, MeetingSeries]) -> SavedSeries:
        """Add or replace series whatever they are by now; one is told as scheduled or as changed."""
        ...

    def change(self, series_id: str, series: MeetingSeries, fact: SeriesFact) -> MeetingSeries:
        """Replace a series as it was loaded, with a fact; raises StaleAggregate."""
        ...

    def to_resume(self, today: date) -> SavedSeries:
        """Give suspended series whose day to resume has come, as it has first somewhere on earth."""
        ...

    def due(self, horizon: datetime) -> Iterable[SavedSeries]:
        """Give the series whose occurrences are not made up to the horizon yet, in handy portions."""
        ...

    def mark_made(self, series: SavedSeries, until: datetime) -> None:
        """Remember how far occurrences are made, unless a series was changed meanwhile."""
        ...
