"""Orders about meeting series; each names who gives it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from groups.domain.access import Caller
from groups.domain.changes import Change
from groups.domain.meeting import MeetingSeries


@dataclass(frozen=True, kw_only=True)
class ScheduleSeries:
    """Let a series begin; the key makes a repeated order the same order."""

    caller: Caller
    series: MeetingSeries
    idempotency_key: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ChangeSeries:
    """Change every date of a series, or with `since` that one and all after it."""

    caller: Caller
    series_id: str
    values: Mapping[str, Any]  # fields of MeetingSeries by their names
    since: date | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ChangeDate:
    """Change one date of a series, named as the series gave it; without a change it is as it was."""

    caller: Caller
    series_id: str
    original_date: date
    change: Change | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SuspendSeries:
    """Let a series pause."""

    caller: Caller
    series_id: str
    resumes_on: date | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ResumeSeries:
    """End the pause of a series."""

    caller: Caller
    series_id: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class EndSeries:
    """Let a series take place no more, from a day on or from now on."""

    caller: Caller
    series_id: str
    ends_on: date | None
    at: datetime
