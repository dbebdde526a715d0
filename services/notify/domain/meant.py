"""Which place in a meeting one letter of a member means: C confirms it, X gives it up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from notify.domain.seat import Seat

LATELY = timedelta(days=1)  # what was told since then is what an answer is about
REMINDED_BEFORE = timedelta(days=1)  # a meeting; from then on it is on a member's mind


def to_confirm(seats: Iterable[Seat], at: datetime) -> Sequence[Seat]:
    """Give the seats that C can mean: one is clear, none is too late, several are to be asked back."""
    return _lately([each for each in seats if each.answer_by is not None and _is_open(each, at)], at)


def to_give_up(seats: Iterable[Seat], at: datetime) -> Sequence[Seat]:
    """Give the seats that X can mean: one is clear, none is too late, several are to be asked back."""
    return _lately([each for each in seats if _is_open(each, at)], at)


def _is_open(seat: Seat, at: datetime) -> bool:
    """Tell whether the member still has the place: until the meeting, or as long as it is promised."""
    return seat.held and at < seat.starts_at and (seat.answer_by is None or at < seat.answer_by)


def _lately(possible: Sequence[Seat], at: datetime) -> Sequence[Seat]:
    """Prefer what the member heard of lately, or will go to soon, to what is far away."""
    near = [
        each for each in possible if at - each.told_at <= LATELY or each.starts_at - at <= REMINDED_BEFORE
    ]
    return near or possible
