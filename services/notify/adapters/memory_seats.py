"""Seats in memory, for tests of what must not need an engine."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from notify.domain.seat import Seat


class InMemorySeats:
    """Seats in a dict."""

    def __init__(self) -> None:
        self._seats: dict[str, Seat] = {}

    def of(self, seat_ids: Collection[str]) -> Mapping[str, Seat]:
        return {each: self._seats[each] for each in seat_ids if each in self._seats}

    def of_member(self, member_id: str, at: datetime) -> list[Seat]:
        return [each for each in self._seats.values() if each.member_id == member_id and each.starts_at > at]

    def due(self, at: datetime, limit: int) -> list[Seat]:
        waiting = [(each.next_at, each.id) for each in self._seats.values() if each.next_at is not None]
        return [self._seats[id_] for next_at, id_ in sorted(waiting) if next_at <= at][:limit]

    def save(self, seats: Sequence[Seat]) -> Collection[str]:
        return [each.id for each in seats if self._save(each)]

    def _save(self, seat: Seat) -> bool:
        known = self._seats.get(seat.id)
        if (known.version if known else 0) != seat.version:
            return False
        self._seats[seat.id] = replace(seat, version=seat.version + 1)
        return True
