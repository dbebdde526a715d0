"""Facts about meeting series; what a series is like travels in none of them."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class SeriesScheduled:
    """A meeting series was added."""

    type: ClassVar[str] = "groups.series.scheduled.v1"
    series_id: str
    centre_id: str
    group_id: str | None


@dataclass(frozen=True, kw_only=True)
class SeriesChanged:
    """Something of a series is different: of one date, of all dates from one on, or of all."""

    type: ClassVar[str] = "groups.series.changed.v1"
    series_id: str
    centre_id: str
    group_id: str | None


@dataclass(frozen=True, kw_only=True)
class SeriesSuspended:
    """A series does not take place for a time."""

    type: ClassVar[str] = "groups.series.suspended.v1"
    series_id: str
    centre_id: str
    group_id: str | None
    resumes_on: str | None  # a date on the meeting's wall clock, YYYY-MM-DD; None: not known


@dataclass(frozen=True, kw_only=True)
class SeriesResumed:
    """A suspended series takes place again."""

    type: ClassVar[str] = "groups.series.resumed.v1"
    series_id: str
    centre_id: str
    group_id: str | None


@dataclass(frozen=True, kw_only=True)
class SeriesEnded:
    """A series takes place no more."""

    type: ClassVar[str] = "groups.series.ended.v1"
    series_id: str
    centre_id: str
    group_id: str | None


SeriesFact = SeriesScheduled | SeriesChanged | SeriesSuspended | SeriesResumed | SeriesEnded
