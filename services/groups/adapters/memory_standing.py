"""Standing seats in memory, for tests: the domain's own rule, one change at a time."""

import threading
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime
from typing import Any

from chassis.outbox import seal_all
from groups.domain.standing import StandingSeat, StandingSeats


class InMemoryStandingSeats:
    """The AllStandingSeats port on a dictionary, with the outbox of each series beside it."""

    def __init__(self) -> None:
        self.seats: dict[str, StandingSeats] = {}
        self.outbox: dict[str, list[dict[str, Any]]] = {}
        self._one_at_a_time = threading.RLock()

    def get(self, series_id: str) -> StandingSeats:
        """Give a copy."""
        return deepcopy(self._get(series_id))

    def take(
        self, series_id: str, standing_id: str, member_id: str, capacity: int, at: datetime
    ) -> StandingSeat:
        """Decide and keep."""
        with self._one_at_a_time:
            seat = self._get(series_id).take(standing_id, member_id, capacity, at)
            self._seal(series_id)
        return seat

    def give_up(self, series_id: str, member_id: str, at: datetime) -> None:
        """Decide and keep."""
        with self._one_at_a_time:
            self._get(series_id).give_up(member_id, at)
            self._seal(series_id)

    def skip(self, series_id: str, member_id: str, day: date, at: datetime, *, skipped: bool) -> StandingSeat:
        """Decide and keep."""
        with self._one_at_a_time:
            return self._get(series_id).skip(member_id, day, at, skipped=skipped)

    def due(self, at: datetime) -> Iterator[str]:
        """Name the series whose coming dates are to be fitted."""
        yield from [id_ for id_, each in self.seats.items() if each.due_at and each.due_at <= at]

    def mark_fitted(self, series_id: str, version: int, due_at: datetime | None) -> None:
        """Remember when to fit the coming dates again, unless the seats were changed meanwhile."""
        if self._get(series_id).version == version:
            self.seats[series_id].due_at = due_at

    def _get(self, series_id: str) -> StandingSeats:
        return self.seats.setdefault(series_id, StandingSeats(series_id=series_id))

    def _seal(self, series_id: str) -> None:
        events, self.seats[series_id].events = self.seats[series_id].events, []
        outbox = self.outbox.setdefault(series_id, [])
        outbox.extend(seal_all(events, after=len(outbox)))
        self.seats[series_id].unpublished = len(outbox)
