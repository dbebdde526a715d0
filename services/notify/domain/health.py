"""How well a provider did lately, which says whether it is still the first choice of its channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

WEIGHT = 0.1  # of the last message in the share of good ones
FALLS_BELOW = 0.5
RISES_ABOVE = 0.8  # above the other, so that a provider on the edge is not changed to and fro
FORGOTTEN_AFTER = timedelta(minutes=5)  # what was longer ago says nothing of today
# How long an ill provider is left alone before one message tries it: recovery takes time, not traffic.
FIRST_REST = timedelta(seconds=30)
LONGEST_REST = timedelta(minutes=4)  # below what is forgotten: one that stays ill is not taken for well


@dataclass(frozen=True)
class Health:
    """Exponentially weighted shares, 0 to 1: of messages that came to a good end, and of timely answers."""

    good: float = 1.0
    timely: float = 1.0
    is_well: bool = True
    seen_at: datetime | None = None
    rest: timedelta = FIRST_REST

    @property
    def score(self) -> float:
        """Give the worse of both shares."""
        return min(self.good, self.timely)

    def after(self, *, good: bool, timely: bool, at: datetime) -> Health:
        """Count one more message; a provider falls ill below one bound and is well again above another."""
        known = Health() if self._is_forgotten(at) else self
        next_good, next_timely = _moved(known.good, good), _moved(known.timely, timely)
        score = min(next_good, next_timely)
        is_well = score >= FALLS_BELOW if known.is_well else score > RISES_ABOVE
        return Health(next_good, next_timely, is_well, at, known._rest_after(good and timely, at))

    def is_well_at(self, at: datetime) -> bool:
        """Tell whether the provider is to be preferred; of one not seen for long nothing ill is known."""
        return self.is_well or self._is_forgotten(at)

    def is_rested_at(self, at: datetime) -> bool:
        """Tell whether a provider that is ill was left alone for long enough to be tried by one message."""
        return self.seen_at is not None and not self.is_well_at(at) and at - self.seen_at >= self.rest

    def _rest_after(self, hit: bool, at: datetime) -> timedelta:
        """Double the rest after a try that went badly; what was under way when it fell ill is no try."""
        if hit:
            return FIRST_REST
        return min(2 * self.rest, LONGEST_REST) if self.is_rested_at(at) else self.rest

    def _is_forgotten(self, at: datetime) -> bool:
        return self.seen_at is not None and at - self.seen_at > FORGOTTEN_AFTER


def _moved(share: float, hit: bool) -> float:
    return share + WEIGHT * (hit - share)
