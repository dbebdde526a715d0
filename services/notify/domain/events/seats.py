"""What members decide about their seats by text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class SeatConfirmed:
    """A member took the seat that was promised to them, by a text."""

    type: ClassVar[str] = "notify.seat.confirmed.v1"
    answer_id: str
    member_id: str
    occurrence_id: str
    registration_id: str


@dataclass(frozen=True, kw_only=True)
class SeatGivenUp:
    """A member gave a seat back, by a text."""

    type: ClassVar[str] = "notify.seat.given-up.v1"
    answer_id: str
    member_id: str
    occurrence_id: str
    registration_id: str
