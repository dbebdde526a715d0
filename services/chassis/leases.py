"""Leases: relays of one service share its shards, each shard with one relay at a time.

A lease runs out by the database's clock. A relay counts what it holds by its own monotonic clock from before
it asked, so it stops publishing a shard before another may start.
"""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol

from pymongo import UpdateOne

from chassis.outbox import SHARDS

if TYPE_CHECKING:
    from pymongo.database import Database

Shards = frozenset[int]


class LeaseStore(Protocol):
    """Where leases are kept; every change is atomic per shard."""

    def announce(self, owner: str, seconds: float) -> int:
        """Count `owner` as alive for so long, and give the number of owners alive."""

    def renew(self, owner: str, seconds: float) -> Shards:
        """Extend the leases of `owner` that have not run out, and give their shards."""

    def acquire(self, owner: str, most: int, seconds: float) -> Shards:
        """Take up to `most` shards that nobody holds, and give those that were taken."""

    def release(self, owner: str, shards: Iterable[int]) -> None:
        """Give up the leases of `owner` on these shards."""

    def withdraw(self, owner: str) -> None:
        """Count `owner` as gone and give up all its leases."""


class Leases:
    """Leases kept in the service's own MongoDB database, timed by the server's clock."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._leases = database["relay_leases"]
        self._owners = database["relay_owners"]

    def announce(self, owner: str, seconds: float) -> int:
        """Count `owner` as alive for so long, and give the number of owners alive."""
        self._owners.update_one({"_id": owner}, [{"$set": {"until": _in(seconds)}}], upsert=True)
        self._owners.delete_many({"$expr": {"$lte": ["$until", {"$subtract": ["$$NOW", 3_600_000]}]}})
        return self._owners.count_documents({"$expr": {"$gt": ["$until", "$$NOW"]}})

    def renew(self, owner: str, seconds: float) -> Shards:
        """Extend the leases of `owner` that have not run out, and give their shards."""
        mine = {"owner": owner, "$expr": {"$gt": ["$until", "$$NOW"]}}
        self._leases.update_many(mine, [{"$set": {"until": _in(seconds)}}])
        return frozenset(lease["_id"] for lease in self._leases.find(mine, {"_id": 1}))

    def acquire(self, owner: str, most: int, seconds: float) -> Shards:
        """Take up to `most` shards that nobody holds, and give those that were taken."""
        free = {"$or": [{"owner": None}, {"$expr": {"$lte": ["$until", "$$NOW"]}}]}
        found = [lease["_id"] for lease in self._leases.find(free, {"_id": 1})]
        if not found and self._leases.estimated_document_count() < SHARDS:
            found = self._declare()
        wanted = random.sample(found, min(most, len(found)))
        taken = {"$set": {"owner": owner, "until": _in(seconds)}}
        self._leases.update_many({"_id": {"$in": wanted}, **free}, [taken])
        return frozenset(
            lease["_id"] for lease in self._leases.find({"_id": {"$in": wanted}, "owner": owner})
        )

    def _declare(self) -> list[int]:
        """Make the documents of all shards; those that exist stay as they are."""
        absent = {"$setOnInsert": {"owner": None}}
        every = [UpdateOne({"_id": shard}, absent, upsert=True) for shard in range(SHARDS)]
        self._leases.bulk_write(every, ordered=False)
        return list(range(SHARDS))

    def release(self, owner: str, shards: Iterable[int]) -> None:
        """Give up the leases of `owner` on these shards."""
        self._leases.update_many({"_id": {"$in": list(shards)}, "owner": owner}, {"$set": {"owner": None}})

    def withdraw(self, owner: str) -> None:
        """Count `owner` as gone and give up all its leases."""
        self._leases.update_many({"owner": owner}, {"$set": {"owner": None}})
        self._owners.delete_one({"_id": owner})


def _in(seconds: float) -> dict[str, Any]:
    return {"$add": ["$$NOW", round(seconds * 1000)]}


class InMemoryLeases:
    """Leases of relays in one process, by any clock."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._held: dict[int, tuple[str, float]] = {}
        self._alive: dict[str, float] = {}

    def announce(self, owner: str, seconds: float) -> int:
        """Count `owner` as alive for so long, and give the number of owners alive."""
        with self._lock:
            self._alive[owner] = self._clock() + seconds
            return sum(until > self._clock() for until in self._alive.values())

    def renew(self, owner: str, seconds: float) -> Shards:
        """Extend the leases of `owner` that have not run out, and give their shards."""
        with self._lock:
            now = self._clock()
            mine = {shard for shard, (holder, until) in self._held.items() if holder == owner and until > now}
            self._held.update(dict.fromkeys(mine, (owner, now + seconds)))
            return frozenset(mine)

    def acquire(self, owner: str, most: int, seconds: float) -> Shards:
        """Take up to `most` shards that nobody holds, and give those that were taken."""
        with self._lock:
            now = self._clock()
            free = [shard for shard in range(SHARDS) if self._held.get(shard, ("", 0.0))[1] <= now]
            taken = free[:most]
            self._held.update(dict.fromkeys(taken, (owner, now + seconds)))
            return frozenset(taken)

    def release(self, owner: str, shards: Iterable[int]) -> None:
        """Give up the leases of `owner` on these shards."""
        with self._lock:
            for shard in shards:
                if self._held.get(shard, ("",))[0] == owner:
                    del self._held[shard]

    def withdraw(self, owner: str) -> None:
        """Count `owner` as gone and give up all its leases."""
        self.release(owner, range(SHARDS))
        with self._lock:
            self._alive.pop(owner, None)


class ShardShare:
    """One relay's fair share of the shards: all of them divided by the relays alive."""

    def __init__(
        self, leases: LeaseStore, owner: str, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._leases = leases
        self._owner = owner
        self._seconds = seconds
        self._clock = clock
        self._held: Shards = frozenset()
        self._leaving: Shards = frozenset()
        self._sure_until = 0.0

    def held(self) -> Shards:
        """Give the shards that surely are this relay's at this moment."""
        return self._held if self._clock() < self._sure_until else frozenset()

    def settle(self, in_use: Callable[[], Shards]) -> None:
        """Renew what is held, take a fair share, let go of the rest; call it every quarter of a lease.

        A shard to let go leaves `held()` first and is released at a later call, when it is not in use.
        """
        asked_at = self._clock()
        share = math.ceil(SHARDS / max(1, self._leases.announce(self._owner, self._seconds)))
        mine = self._leases.renew(self._owner, self._seconds)
        if gone := (self._leaving & mine) - in_use():
            self._leases.release(self._owner, gone)
            mine -= gone
        if len(mine) < share:
            mine |= self._leases.acquire(self._owner, share - len(mine), self._seconds)
        self._leaving = frozenset(sorted(mine)[share:])
        self._held = mine - self._leaving
        self._sure_until = asked_at + 0.8 * self._seconds

    def give_up(self) -> None:
        """Release everything at once, for the others to take."""
        self._held, self._sure_until = frozenset(), 0.0
        self._leases.withdraw(self._owner)
