"""What the handlers need of meeting series."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from groups.domain.meeting import MeetingSeries


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
