"""Whether a provider may be handed messages now: its switch, its breaker, its rate, what it asked for."""

from __future__ import annotations

import threading
import time
from datetime import datetime

from chassis.clock import utc_now
from notify import metrics
from notify.adapters.breaker import ProviderBreaker
from notify.domain.delivery import Accepted, Busy, Outcome, Refused
from notify.domain.faults import Fault
from notify.domain.health import Health
from notify.domain.pace import TokenBucket
from notify.domain.switch import Mode

TIMELY = 5.0  # seconds for an answer; a provider that needs more is ill


class Gate:
    """Counts what became of a provider's messages, and says how many more it may have."""

    def __init__(
        self, provider: str, *, breaker: ProviderBreaker | None = None, rate: float | None = None
    ) -> None:
        self.mode = Mode.ON
        self.health = Health()
        self._provider = provider
        self._breaker = breaker or ProviderBreaker()
        self._bucket = TokenBucket(rate, time.monotonic())
        self._paused_until: datetime | None = None
        self._lock = threading.Lock()

    def admits(self, free: int, in_flight: int) -> int:
        """Say how many of the free places may be filled now."""
        if self.mode is not Mode.ON or self._is_paused():
            return 0
        allowed = self._bucket.available(time.monotonic())
        admitted = self._breaker.admits(free, in_flight)
        return admitted if allowed is None else max(min(admitted, allowed), 0)

    def admitted(self, count: int) -> None:
        """Note that so many were taken."""
        self._bucket.take(count)

    def may_ask(self, limit: int) -> int:
        """Say how many questions about doubtful messages the provider may be asked."""
        if self.mode is Mode.OFF or self._is_paused():
            return 0
        return self._breaker.admits(limit, 0)

    @property
    def is_shut(self) -> bool:
        """Tell whether nothing may be handed over, not even what was taken before."""
        return self.mode is Mode.OFF or self._is_paused() or self._breaker.is_open

    @property
    def is_used(self) -> bool:
        """Tell whether the provider is given messages at all, at once or later."""
        return self.mode is Mode.ON

    @property
    def is_open(self) -> bool:
        """Tell whether the provider takes all it has room for; else the next one takes the rest."""
        is_tried_only = self._breaker.admits(2, 0) < 2
        return not is_tried_only and self.admits(1, 0) == 1

    def is_well(self, at: datetime) -> bool:
        """Tell whether the provider did well lately."""
        return self.health.is_well_at(at)

    def is_rested(self, at: datetime) -> bool:
        """Tell whether the provider did badly and was left alone for long enough to be tried again."""
        return self.health.is_rested_at(at)

    def note(self, outcome: Outcome, fault: Fault, seconds: float, at: datetime) -> None:
        """Count what became of one message and how long the answer took."""
        self._breaker.note(outcome)
        good = isinstance(outcome, Accepted) or (isinstance(outcome, Refused) and fault is not Fault.PROVIDER)
        with self._lock:
            self.health = self.health.after(good=good, timely=seconds <= TIMELY, at=at)
            if isinstance(outcome, Busy) and outcome.retry_after:
                self._paused_until = at + outcome.retry_after
        metrics.HEALTH.labels(self._provider).set(self.health.score)

    def _is_paused(self) -> bool:
        return self._paused_until is not None and utc_now() < self._paused_until
