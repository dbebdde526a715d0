"""What the handlers need of standing seats."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from groups.domain.standing import StandingSeat, StandingSeats


class AllStandingSeats(Protocol):
    """The standing seats of all series; each change and its events are one write."""

    def get(self, series_id: str) -> StandingSeats:
        """Load the standing seats of a series, which may be none."""
        ...

    def take(
        self, series_id: str, standing_id: str, member_id: str, capacity: int, at: datetime
    ) -> StandingSeat:
        """Decide `StandingSeats.take` and keep the outcome."""
        ...

    def give_up(self, series_id: str, member_id: str, at: datetime) -> None:
        """Decide `StandingSeats.give_up` and keep the outcome."""
        ...

    def skip(self, series_id: str, member_id: str, day: date, at: datetime, *, skipped: bool) -> StandingSeat:
        """Decide `StandingSeats.skip` and keep the outcome."""
        ...

    def due(self, at: datetime) -> Iterable[str]:
        """Name the series whose coming dates are to be fitted to their standing seats."""
        ...

    def mark_fitted(self, series_id: str, version: int, due_at: datetime | None) -> None:
        """Remember when to fit the coming dates again, unless the seats were changed meanwhile."""
        ...
