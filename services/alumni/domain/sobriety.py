"""The record of a member's sobriety: private, and never a red zero.

A slip ends a streak and takes nothing away: the history and the best stay.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from alumni.domain.aggregate import Aggregate
from alumni.domain.errors.sobriety import SlipImplausible, SlipUnknown, StartImplausible, StreakOverlaps
from alumni.domain.local_time import days_between, local_date
from alumni.domain.milestone import next_after

UNDO = timedelta(hours=24)
MOST_STREAKS = 100  # kept of the past, the latest ones
LONGEST = timedelta(days=36_500)


@dataclass(frozen=True, kw_only=True)
class Streak:
    """A time of sobriety that is over."""

    started_at: datetime
    ended_at: datetime
    days: int


@dataclass(frozen=True, kw_only=True)
class Before:
    """What a slip changed, for as long as it can be undone."""

    slip_id: str
    recorded_at: datetime
    happened_at: datetime
    streak_id: str
    started_at: datetime | None
    best_days: int
    remembered: bool  # whether the streak went into the history


@dataclass(kw_only=True)
class Sobriety(Aggregate):
    """One member's record; its id is the member's. Without `started_at` no streak runs.

    `time_zone` is that in which its milestones were reckoned.
    """

    time_zone: str
    streak_id: str = ""
    started_at: datetime | None = None
    best_days: int = 0  # of the streaks that are over
    history: list[Streak] = field(default_factory=list)
    before: Before | None = None
    next_milestone: tuple[str, datetime] | None = None

    @classmethod
    def begin(cls, member_id: str, time_zone: str) -> Self:
        """Keep a record that is still empty."""
        return cls(id=member_id, time_zone=time_zone)

    def start(self, started_at: datetime, streak_id: str, *, time_zone: str, at: datetime) -> None:
        """Say since when, or correct it; the running streak stays the same one.

        A day on which the last streak ended counts from that end. Raises StartImplausible, StreakOverlaps.
        """
        if started_at > at or at - started_at > LONGEST:
            raise StartImplausible
        last = self._last_end
        if last and started_at < last:
            if not _same_day(started_at, last, time_zone):
                raise StreakOverlaps
            started_at = last
        if self.started_at is None:
            self.streak_id = streak_id
        self._run(started_at, time_zone, at)

    def slip(
        self, slip_id: str, happened_at: datetime, *, again: bool, time_zone: str, at: datetime
    ) -> Before:
        """End the streak; a new one begins with it, if the person says so.

        Slips of one day are one: a further one moves where the new streak begins and ends nothing more,
        so that the history has no streak of no day. Raises SlipImplausible.
        """
        earliest = self.started_at or self._last_end or at - LONGEST
        if not earliest <= happened_at <= at:
            raise SlipImplausible
        days = self.days(happened_at, time_zone) or 0
        if self.before and days == 0 and _same_day(self.before.happened_at, happened_at, time_zone):
            before = self.before
        else:
            before = self._end(slip_id, happened_at, days, at)
        self.before = before
        self.streak_id = slip_id
        self._run(happened_at if again else None, time_zone, at)
        return before

    def undo(self, slip_id: str, *, time_zone: str, at: datetime) -> None:
        """Take back a slip that was entered by mistake, within a day; raises SlipUnknown."""
        before = self.before
        if before is None or before.slip_id != slip_id or at - before.recorded_at > UNDO:
            raise SlipUnknown
        if before.remembered:
            self.history.pop()
        self.streak_id, self.best_days, self.before = before.streak_id, before.best_days, None
        self._run(before.started_at, time_zone, at)

    def days(self, at: datetime, time_zone: str) -> int | None:
        """Count the whole days of the running streak; None where none runs."""
        return None if self.started_at is None else days_between(self.started_at, at, time_zone)

    def best(self, at: datetime, time_zone: str) -> int:
        """Count the days of the best streak, the running one among them."""
        return max(self.best_days, self.days(at, time_zone) or 0)

    def pass_milestones(self, *, time_zone: str, at: datetime) -> None:
        """Look out for the next milestone after a moment."""
        self._run(self.started_at, time_zone, at)

    def _end(self, slip_id: str, happened_at: datetime, days: int, at: datetime) -> Before:
        before = Before(
            slip_id=slip_id,
            recorded_at=at,
            happened_at=happened_at,
            streak_id=self.streak_id,
            started_at=self.started_at,
            best_days=self.best_days,
            remembered=days > 0,
        )
        if self.started_at and days:
            self.history.append(Streak(started_at=self.started_at, ended_at=happened_at, days=days))
            del self.history[:-MOST_STREAKS]
        self.best_days = max(self.best_days, days)
        return before

    def _run(self, started_at: datetime | None, time_zone: str, at: datetime) -> None:
        self.started_at, self.time_zone = started_at, time_zone
        self.next_milestone = next_after(started_at, time_zone, at) if started_at else None

    @property
    def _last_end(self) -> datetime | None:
        return self.history[-1].ended_at if self.history else None


def _same_day(first: datetime, second: datetime, time_zone: str) -> bool:
    return local_date(first, time_zone) == local_date(second, time_zone)
