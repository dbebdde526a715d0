"""How many codes may be asked for: a bounded number an hour, counted from the first."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from alumni.domain.errors import TooManyCodes

WINDOW = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How many codes an hour one contact gets, and how many one client address may ask for."""

    per_contact: int = 5
    per_address: int = 100


@dataclass(kw_only=True)
class Allowance:
    """What one contact or one address has asked for in its running hour."""

    count: int
    until: datetime

    @classmethod
    def unused(cls, at: datetime) -> "Allowance":
        """Start an hour in which nothing was asked for yet."""
        return cls(count=0, until=at + WINDOW)

    def take(self, limit: int, *, at: datetime) -> None:
        """Count one request; raises TooManyCodes, with the seconds to wait, beyond the limit."""
        if self.until <= at:
            self.count, self.until = 0, at + WINDOW
        self.count += 1
        self.ensure_within(limit, at=at)

    def ensure_within(self, limit: int, *, at: datetime) -> None:
        """Raise TooManyCodes where the count has passed the limit."""
        if self.count > limit:
            raise TooManyCodes(retry_after=max(1, math.ceil((self.until - at).total_seconds())))
