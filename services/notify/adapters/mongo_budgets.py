"""Budgets in MongoDB: one document a centre, with its cap and what each month cost."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pymongo import UpdateOne, WriteConcern
from pymongo.database import Database

from notify.domain.budget import WARNED_AT, Budget

Document = dict[str, Any]

TOTAL = "total"


class MongoBudgets:
    """The Budgets port in the collection `budgets`: {cap, spent: {month: {channel, total}}, warned}."""

    def __init__(self, database: Database[Document]) -> None:
        self._budgets = database["budgets"]
        # A failover may lose a second of counting, which is no reason to wait for the majority.
        self._counting = self._budgets.with_options(write_concern=WriteConcern(w=1, j=False))

    def ensure_indexes(self) -> None:
        """Find at once the few centres that have a cap."""
        self._budgets.create_index("cap", sparse=True)

    def spend(self, sums: Mapping[tuple[str, str, str], int]) -> None:
        """Add what was spent, by centre, month and channel."""
        self._counting.bulk_write(
            [
                UpdateOne(
                    {"_id": centre_id},
                    {"$inc": {f"spent.{month}.{channel}": paise, f"spent.{month}.{TOTAL}": paise}},
                    upsert=True,
                )
                for (centre_id, month, channel), paise in sums.items()
            ],
            ordered=False,
        )

    def set_cap(self, centre_id: str, cap: int | None) -> None:
        """Let a centre spend so much a month; None: whatever it takes."""
        change = {"$unset": {"cap": ""}} if cap is None else {"$set": {"cap": cap}}
        self._budgets.update_one({"_id": centre_id}, change, upsert=True)

    def of(self, centre_id: str, month: str) -> Budget:
        """Give the month of a centre; of one that never spent, nothing."""
        found = self._budgets.find_one({"_id": centre_id}) or {}
        spent = dict(found.get("spent", {}).get(month, {}))
        spent.pop(TOTAL, None)
        return Budget(centre_id=centre_id, month=month, spent=spent, cap=found.get("cap"))

    def at_least(self, percent: int, month: str) -> Collection[str]:
        """Name the centres that have spent so much of their cap."""
        return [each["_id"] for each in self._budgets.find(_reached(percent, month), {"_id": 1})]

    def to_warn(self, month: str) -> Collection[tuple[str, int]]:
        """Name the centres to be warned, with the per cent that nobody told them of yet."""
        return [
            (each["_id"], percent)
            for percent in WARNED_AT
            for each in self._budgets.find(
                {**_reached(percent, month), f"warned.{month}": {"$ne": percent}}, {"_id": 1}
            )
        ]

    def note_warned(self, centre_id: str, month: str, percent: int) -> None:
        """Remember that a centre was warned."""
        self._budgets.update_one({"_id": centre_id}, {"$addToSet": {f"warned.{month}": percent}})


def _reached(percent: int, month: str) -> Document:
    spent = {"$ifNull": [f"$spent.{month}.{TOTAL}", 0]}
    reached = {"$gte": [{"$multiply": [spent, 100]}, {"$multiply": ["$cap", percent]}]}
    return {"cap": {"$exists": True}, "$expr": reached}
