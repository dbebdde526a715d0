"""How many e-mails one receiving domain gets at once and in a second, so that it goes on taking ours."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

MOST_REMEMBERED = 10_000  # domains; beyond, those that rest are forgotten


@dataclass
class _Use:
    """What one domain has of us: e-mails on their way, and how many more it may have now."""

    on_their_way: int
    allowance: float
    at: float


class DomainLimits:
    """Admits e-mails by domain; each admitted one has to be ended."""

    def __init__(self, at_once: int, a_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_once = at_once
        self._a_second = a_second
        self._burst = max(1.0, a_second)
        self._clock = clock
        self._uses: dict[str, _Use] = {}
        self._lock = threading.Lock()

    def begin(self, domain: str) -> bool:
        """Tell whether one more e-mail may go to the domain now."""
        now = self._clock()
        with self._lock:
            use = self._uses.get(domain) or self._new(domain, now)
            use.allowance = min(self._burst, use.allowance + (now - use.at) * self._a_second)
            use.at = now
            if use.on_their_way >= self._at_once or use.allowance < 1:
                return False
            use.on_their_way += 1
            use.allowance -= 1
            return True

    def end(self, domain: str) -> None:
        """Note that an admitted e-mail is through, whatever became of it."""
        with self._lock:
            self._uses[domain].on_their_way -= 1

    def _new(self, domain: str, now: float) -> _Use:
        if len(self._uses) >= MOST_REMEMBERED:
            self._uses = {name: use for name, use in self._uses.items() if use.on_their_way}
        self._uses[domain] = use = _Use(0, self._burst, now)
        return use
