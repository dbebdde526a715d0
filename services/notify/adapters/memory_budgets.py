"""Budgets in memory, for tests of what must not need an engine."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from notify.domain.budget import WARNED_AT, Budget


class InMemoryBudgets:
    """The Budgets port in dicts."""

    def __init__(self) -> None:
        self._caps: dict[str, int] = {}
        self._spent: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._warned: set[tuple[str, str, int]] = set()

    def spend(self, sums: Mapping[tuple[str, str, str], int]) -> None:
        for (centre_id, month, channel), paise in sums.items():
            self._spent[centre_id, month][channel] += paise

    def set_cap(self, centre_id: str, cap: int | None) -> None:
        if cap is None:
            self._caps.pop(centre_id, None)
        else:
            self._caps[centre_id] = cap

    def of(self, centre_id: str, month: str) -> Budget:
        spent = dict(self._spent[centre_id, month])
        return Budget(centre_id=centre_id, month=month, spent=spent, cap=self._caps.get(centre_id))

    def at_least(self, percent: int, month: str) -> Collection[str]:
        return [each for each in self._caps if self.of(each, month).reached(percent)]

    def to_warn(self, month: str) -> Collection[tuple[str, int]]:
        return [
            (centre_id, percent)
            for percent in WARNED_AT
            for centre_id in self.at_least(percent, month)
            if (centre_id, month, percent) not in self._warned
        ]

    def note_warned(self, centre_id: str, month: str, percent: int) -> None:
        self._warned.add((centre_id, month, percent))
