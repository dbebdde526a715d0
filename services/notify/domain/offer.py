"""A member's place in a meeting, as an answer by text may mean it: to be confirmed, or given up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LATELY = timedelta(days=1)  # what was told since then is what an answer is about
REMINDED_BEFORE = timedelta(days=1)  # a meeting; from then on it is on a member's mind


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One member's seat in one occurrence, promised until `answer_by` or theirs."""

    member_id: str
    occurrence_id: str
    registration_id: str
    starts_at: datetime
    told_at: datetime
    answer_by: datetime | None = None  # None: it is theirs

    def is_promised(self, at: datetime) -> bool:
        """Tell whether the member may still confirm it."""
        return self.answer_by is not None and at < self.answer_by and at < self.starts_at

    def is_held(self, at: datetime) -> bool:
        """Tell whether the member may still give it up."""
        return at < self.starts_at and (self.answer_by is None or at < self.answer_by)

    def is_recent(self, at: datetime) -> bool:
        """Tell whether the member was told or reminded of it within a day."""
        return at - self.told_at <= LATELY or self.starts_at - at <= REMINDED_BEFORE


def to_confirm(offers: Iterable[Offer], at: datetime) -> Sequence[Offer]:
    """Give the seats that C can mean: one is clear, none is too late, several are to be asked back."""
    return _lately([each for each in offers if each.is_promised(at)], at)


def to_give_up(offers: Iterable[Offer], at: datetime) -> Sequence[Offer]:
    """Give the seats that X can mean: one is clear, none is too late, several are to be asked back."""
    return _lately([each for each in offers if each.is_held(at)], at)


def _lately(possible: Sequence[Offer], at: datetime) -> Sequence[Offer]:
    """Prefer what the member heard of lately to what is far away."""
    return [each for each in possible if each.is_recent(at)] or possible
