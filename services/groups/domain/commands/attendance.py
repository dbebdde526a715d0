"""Orders about who was at one date of a meeting."""

from dataclasses import dataclass
from datetime import datetime

from groups.domain.access import Caller


@dataclass(frozen=True, kw_only=True)
class MarkAttendance:
    """Say of people that they were there or not, as who leads the meeting."""

    caller: Caller
    occurrence_id: str
    present: frozenset[str]  # member ids
    absent: frozenset[str]
    reason: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CheckIn:
    """Say of oneself that one is there, with the word that the room shows."""

    caller: Caller
    occurrence_id: str
    word: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RecordOnlineJoin:
    """Note that a member opened the link of a meeting."""

    occurrence_id: str
    member_id: str
    at: datetime
