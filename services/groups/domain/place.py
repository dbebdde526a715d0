"""Places in one date of a meeting: what somebody holds, what they gave back, and what they are told of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

QUEUE_BOUND = 1000
RELEASED_KEPT = 1000  # how many cancelled registrations an occurrence remembers
REGISTRATIONS_EACH = 10  # of one member in one occurrence: each of them sends messages
LEAST_TIME = timedelta(minutes=15)  # to answer for a promised seat; with less, the seat is theirs at once


@dataclass(frozen=True)
class Place:
    """Somebody's seat, or place in the queue."""

    registration_id: str
    member_id: str
    standing: bool = False  # from their standing seat in the series
    until: datetime | None = None  # a promised seat: it is to be confirmed before


@dataclass(frozen=True, kw_only=True)
class Released:
    """A place that somebody no longer holds; a registration that was restored meanwhile is held again."""

    registration_id: str
    member_id: str
    at: datetime | None  # when they gave it back; None: it was taken back, and they cannot restore it
    standing: bool = False
    position: int = 0  # how many waited before them; whoever had a seat comes before all who wait


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What a member is told about their registration."""

    id: str
    occurrence_id: str
    state: Literal["confirmed", "promised", "queued", "cancelled"]
    position: int | None  # in the queue, from 1
    starts_at: datetime
    created: bool  # False: it was there before
    answer_by: datetime | None = None  # of a promised seat


def answer_by(closes_at: datetime, minutes: int, at: datetime) -> datetime | None:
    """Tell until when a seat that is promised now is to be confirmed; None: it is theirs at once."""
    until = min(at + timedelta(minutes=minutes), closes_at)
    return until if until - at >= LEAST_TIME else None
