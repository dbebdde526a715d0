"""What the handlers need of people who stopped coming."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from groups.domain.absence import Absence, DateTaken


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A date at which somebody may have been marked, to be looked at from `look_at` on."""

    occurrence_id: str
    series_id: str
    centre_id: str
    group_id: str | None
    look_at: datetime


class Absences(Protocol):
    """Who missed what, and what was noticed of it."""

    def due(self, at: datetime) -> Iterable[Sheet]:
        """Give the dates that are to be looked at by now."""
        ...

    def looked_at(self, sheet: Sheet) -> None:
        """Put a date aside, unless somebody was marked there again meanwhile."""
        ...

    def histories(self, series_id: str) -> Mapping[str, Sequence[DateTaken]]:
        """Give, by member, the last dates of a series at which attendance was taken, in their order.

        Only of members who had a standing seat at each of the last dates and were at none of them; at most
        `LOOKED_BACK` dates each.
        """
        ...

    def noticed(self, series_id: str, member_id: str, since: datetime, until: datetime) -> bool:
        """Tell whether an absence is known whose first missed date is within a time, its ends included."""
        ...

    def add_once(self, absence: Absence) -> bool:
        """Store an absence with its events unless it is there; tells whether it was new."""
        ...

    def get(self, absence_id: str) -> Absence:
        """Load an absence; raises AbsenceUnknown."""
        ...

    def save(self, absence: Absence) -> None:
        """Store what became of an absence; raises StaleAggregate."""
        ...
