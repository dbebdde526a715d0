"""How many messages a second a provider allows."""

from __future__ import annotations


class TokenBucket:
    """Holds up to one second's worth of leave to send; without a rate there is always enough.

    Times are seconds of a monotonic clock. One thread takes.
    """

    def __init__(self, rate: float | None, now: float = 0.0) -> None:
        self._rate = rate
        self._most = max(rate or 0.0, 1.0)
        self._tokens = self._most
        self._at = now

    def available(self, now: float) -> int | None:
        """Say how many messages may be taken; None where nothing limits them."""
        if self._rate is None:
            return None
        self._tokens = min(self._most, self._tokens + max(now - self._at, 0.0) * self._rate)
        self._at = now
        return int(self._tokens)

    def take(self, count: int) -> None:
        """Use the leave for so many messages."""
        if self._rate is not None:
            self._tokens -= count
