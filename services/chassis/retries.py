"""How long to wait before another try, how often to try, and which keys wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.clock import utc_now
from chassis.parking import ParkedRecord, ParkedRecords, Place


@dataclass(frozen=True, kw_only=True)
class RetryPolicy:
    """When a parked record is tried again, and when it is given up."""

    first: float = 0.25  # seconds
    longest: float = 60.0  # seconds
    attempts: int = 20
    age: timedelta = timedelta(hours=1)
    bugs_in_a_row: int = 10  # different records, without a success between them, open the circuit
    engine_longest: float = 5.0  # seconds between two looks for an engine that is away

    def due_after(self, attempts: int) -> datetime:
        """Give the time of the next try after so many failed ones: twice as long each time."""
        return utc_now() + timedelta(seconds=min(self.longest, self.first * 2 ** min(attempts - 1, 30)))

    def gives_up(self, record: ParkedRecord) -> bool:
        """Tell whether a record that failed by a bug once more was tried often or long enough."""
        return self._tried_often(record) or self._waited_long(record)

    def waits_no_more(self, record: ParkedRecord) -> bool:
        """Tell whether what a record needs will hardly come any more: tried often, and over a long time.

        Another service that is away for half an hour, or a night in which nothing ran, is no reason.
        """
        return self._tried_often(record) and self._waited_long(record)

    def _tried_often(self, record: ParkedRecord) -> bool:
        return record.attempts + 1 >= self.attempts

    def _waited_long(self, record: ParkedRecord) -> bool:
        return utc_now() - record.parked_at >= self.age


class WaitingKeys:
    """The keys of the assigned partitions behind whose first record the others wait."""

    def __init__(self, parked: ParkedRecords) -> None:
        self._parked = parked
        self._due: dict[Place, datetime] = {}
        self._partitions: set[tuple[str, int]] = set()

    def __contains__(self, place: Place) -> bool:
        return place in self._due

    def __len__(self) -> int:
        return len(self._due)

    def follow(self, assigned: Iterable[tuple[str, int]], afresh: bool = False) -> None:
        """Load what waits in partitions newly assigned (`afresh`: in all), and forget the lost ones."""
        now = set(assigned)
        if afresh:
            self._due, self._partitions = {}, set()
        if now == self._partitions:
            return
        kept = {place: due for place, due in self._due.items() if place[:2] in now}
        for topic, partition in now - self._partitions:
            kept.update(self._parked.waiting(topic, partition))
        self._due, self._partitions = kept, now

    def wait(self, place: Place, due_at: datetime) -> None:
        """Let a key wait until `due_at`."""
        self._due[place] = due_at

    def go_on(self, place: Place) -> None:
        """Let the records of a key pass again."""
        self._due.pop(place, None)

    def due(self) -> list[Place]:
        """Give the keys whose first record is to be tried now."""
        if not self._due:
            return []
        now = utc_now()
        return [place for place, due_at in self._due.items() if due_at <= now]

    def next_due_in(self) -> float:
        """Give the seconds until the next key is due; infinite when none waits."""
        if not self._due:
            return float("inf")
        return max(0.0, (min(self._due.values()) - utc_now()).total_seconds())
