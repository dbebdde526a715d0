"""A circuit breaker around one provider: while it is away, messages wait where they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pybreaker import (
    STATE_CLOSED,
    STATE_OPEN,
    CircuitBreaker,
    CircuitBreakerError,
    CircuitMemoryStorage,
)

from notify.domain.delivery import Ambiguous, Busy, Outcome

FAILURES = 5
TRY_AGAIN_AFTER = timedelta(seconds=5)


class _ProviderAway(Exception):
    """The provider took nothing, or did not answer."""


class ProviderBreaker:
    """Says how many messages may be taken now, by what became of the last ones.

    pybreaker's own call holds a lock as long as the call takes, so it is told the outcome afterwards.
    """

    def __init__(self, failures: int = FAILURES, try_again_after: timedelta = TRY_AGAIN_AFTER) -> None:
        self._storage = CircuitMemoryStorage(STATE_CLOSED)
        self._try_again_after = try_again_after
        self._breaker = CircuitBreaker(
            fail_max=failures,
            reset_timeout=try_again_after.total_seconds(),
            state_storage=self._storage,
        )

    def admits(self, free: int, in_flight: int) -> int:
        """Say how many of the free places may be filled: all, none, or one to try the provider again."""
        if self._breaker.current_state == STATE_CLOSED:
            return free
        return 0 if self.is_open or in_flight else min(free, 1)

    @property
    def is_open(self) -> bool:
        """Tell whether the provider is to be left alone for now."""
        return self._breaker.current_state == STATE_OPEN and not self._has_rested()

    def note(self, outcome: Outcome) -> None:
        """Count what became of one message."""
        try:
            self._breaker.call(_raise_if_away, outcome)
        except (_ProviderAway, CircuitBreakerError):
            return

    def _has_rested(self) -> bool:
        opened_at = self._storage.opened_at
        return opened_at is None or datetime.now(UTC) >= opened_at + self._try_again_after


def _raise_if_away(outcome: Outcome) -> None:
    if isinstance(outcome, Busy | Ambiguous):
        raise _ProviderAway
