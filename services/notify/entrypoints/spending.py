"""What sending costs: summed up while messages leave, written down now and then, held against the caps."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from notify.domain.budget import is_held_by_budget, month_of
from notify.domain.message import Change, Message
from notify.ports import Budgets


class Spending:
    """Sums of what was accepted; without budgets nothing is counted and nobody is over.

    They are written with every sweep, so that no message waits for it: a cap is known to be reached half a
    second late, and a crash forgets half a second.
    """

    def __init__(self, budgets: Budgets | None = None) -> None:
        self._budgets = budgets
        self._sums: Counter[tuple[str, str, str]] = Counter()
        self._lock = threading.Lock()
        self._over: Collection[str] = frozenset()

    def note(self, changes: Sequence[Change]) -> None:
        """Add what these messages cost."""
        with self._lock:
            for each in changes:
                if each.cost and each.centre_id:
                    self._sums[each.centre_id, month_of(each.at), each.channel] += each.cost

    def settle(self, at: datetime) -> None:
        """Write the sums down, and learn which centres are over their caps; an error loses no sum."""
        if self._budgets is None:
            return
        with self._lock:
            sums, self._sums = self._sums, Counter()
        try:
            if sums:
                self._budgets.spend(sums)
        except Exception:
            with self._lock:
                self._sums.update(sums)
            raise
        self._over = frozenset(self._budgets.at_least(100, month_of(at)))

    def refuses(self, message: Message) -> bool:
        """Tell whether a message must not cost its centre anything any more."""
        return message.centre_id in self._over and is_held_by_budget(message)
