"""How much waits, is in doubt or cannot be reached: counted now and then, for Prometheus."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database

from notify import metrics
from notify.adapters.mongo_budgets import MongoBudgets
from notify.domain.budget import WARNED_AT, month_of
from notify.domain.contacts import Channel
from notify.domain.message import Urgency
from notify.views import counts

EVERY = timedelta(seconds=15)


class Gauges:
    """A chore that counts; it changes nothing, so several processes may do it."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._database = database
        self._next: datetime | None = None

    def count(self, at: datetime) -> int:
        """Count anew, at most every 15 seconds; nothing is done by it, so the answer is 0."""
        if self._next and at < self._next:
            return 0
        self._next = at + EVERY
        channels = [str(each) for each in Channel]
        overdue = counts.overdue(self._database, channels, at)
        for urgency in Urgency:
            metrics.OVERDUE.labels(urgency.name.lower()).set(overdue[urgency])
        for channel in channels:
            metrics.UNKNOWN.labels(channel).set(counts.unknown(self._database, channel))
            metrics.SUPPRESSED.labels(channel).set(counts.suppressed(self._database, channel))
        budgets, month = MongoBudgets(self._database), month_of(at)
        metrics.NEAR_CAP.set(len(budgets.at_least(WARNED_AT[0], month)))
        metrics.OVER_CAP.set(len(budgets.at_least(100, month)))
        metrics.PARKED.set(counts.parked(self._database))
        return 0
