"""A report: a member tells the coordinators that something in a pair is not right."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from alumni.domain.access import Caller
from alumni.domain.aggregate import Aggregate
from alumni.domain.errors.pairs import ReportUnknown
from alumni.domain.events.mentoring import ReportMade
from alumni.domain.pair import Pair

LONGEST_TEXT = 1_000


class ReportReason(StrEnum):
    """What it is about."""

    UNSAFE = "unsafe"
    PRESSURE = "pressure"
    MONEY = "money"
    SUBSTANCES = "substances"
    UNREACHABLE = "unreachable"
    OTHER = "other"


@dataclass(kw_only=True)
class Report(Aggregate):
    """What one of a pair reports of the other; only who decides reads it."""

    by: str
    about: str
    pair_id: str
    centre_id: str | None  # the mentee's home centre; None: the network sees to it
    reason: ReportReason
    text: str | None
    made_at: datetime
    closed_by: str | None = None
    closed_at: datetime | None = None

    @classmethod
    def make(
        cls, report_id: str, by: str, pair: Pair, *, reason: ReportReason, text: str | None, at: datetime
    ) -> Self:
        """Report the other of a pair, whether it walks, did, or never came about."""
        about = pair.mentor_id if by == pair.mentee_id else pair.mentee_id
        report = cls(
            id=report_id,
            by=by,
            about=about,
            pair_id=pair.id,
            centre_id=pair.centre_id,
            reason=reason,
            text=text,
            made_at=at,
        )
        report.events.append(ReportMade(report_id=report_id, centre_id=pair.centre_id))
        return report

    def is_for(self, caller: Caller) -> bool:
        """Tell whether the caller sees to it; nobody does to what they are in themselves."""
        if caller.member_id in (self.by, self.about):
            return False
        return caller.administers or caller.coordinates(self.centre_id)

    def close(self, caller: Caller, *, at: datetime) -> None:
        """Have seen to it; again changes nothing. Raises ReportUnknown."""
        if not self.is_for(caller):
            raise ReportUnknown
        if self.closed_at is None:
            self.closed_by, self.closed_at = caller.member_id, at
