"""Somebody who stopped coming: what is noticed once, and that a person reaches out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from groups.domain.errors import AbsenceClosed
from groups.domain.events import AbsenceNoticed

MISSED = 3  # dates in a row, with a standing seat, that make an absence
LOOKED_BACK = 60  # dates; who is away for longer was noticed long ago

How = Literal["reached", "left", "other"]


@dataclass(frozen=True, kw_only=True)
class DateTaken:
    """One date at which somebody's presence was marked, as it concerns one member."""

    occurrence_id: str
    starts_at: datetime
    expected: bool  # they had their standing seat that day; who skips a date has not
    present: bool

    @property
    def missed(self) -> bool:
        """Tell whether the member was expected and did not come."""
        return self.expected and not self.present


@dataclass(frozen=True, kw_only=True)
class Closure:
    """What became of an absence, by whom it was said, and when."""

    how: How
    by: str
    at: datetime


@dataclass(kw_only=True)
class Absence:
    """A gap in one member's coming to one series, from its first missed date on."""

    id: str
    series_id: str
    centre_id: str
    group_id: str | None
    member_id: str
    first_missed_at: datetime
    noticed_at: datetime
    closure: Closure | None = None
    version: int = 0
    sequence: int = 0  # of the last event that was saved
    events: list[AbsenceNoticed] = field(default_factory=list)

    def notice(self, leader_ids: Sequence[str]) -> None:
        """Ask those who lead the group to reach out; nobody named means the centre's coordinators."""
        others = [leader_id for leader_id in leader_ids if leader_id != self.member_id]
        self.events.append(
            AbsenceNoticed(
                absence_id=self.id, series_id=self.series_id, centre_id=self.centre_id, member_ids=others
            )
        )

    def close(self, how: How, by: str, at: datetime) -> None:
        """Say what became of it, once; said again in the same way it stays. Raises AbsenceClosed."""
        if self.closure is None:
            self.closure = Closure(how=how, by=by, at=at)
        elif self.closure.how != how:
            raise AbsenceClosed


def gap(dates: Sequence[DateTaken]) -> Sequence[DateTaken]:
    """Give the dates in a row that a member missed, up to the last one of `dates`, if they are an absence.

    `dates` are those at which attendance was taken, in their order. Coming ends a gap, and so does a date
    that was skipped. A gap that is longer than what is looked back on is none any more: it was noticed.
    """
    run: list[DateTaken] = []
    for each in reversed(dates):
        if not each.missed:
            break
        run.insert(0, each)
    return run if MISSED <= len(run) < LOOKED_BACK else ()
