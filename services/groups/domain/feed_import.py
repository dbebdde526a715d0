"""An import of a feed: what it did to which meetings, so that a coordinator can look, and take it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from groups.domain.feeds.described import Rejection
from groups.domain.meeting import MeetingSeries

KEPT = 20  # imports of a source
LISTED = 500  # meetings in the report of an import

IMPORTED, FAILED = "imported", "failed"

Before = Mapping[str, MeetingSeries | None]  # by id: the series as it was, None where there was none


@dataclass(frozen=True, kw_only=True)
class Touched:
    """A meeting that an import added or changed, or that its feed has no more."""

    outcome: str  # added, changed or gone
    slug: str
    name: str
    fields: Sequence[str] = ()  # of a changed one


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What an import did, or would do. A record of several weekdays counts as so many meetings."""

    id: str
    source_id: str
    centre_id: str
    at: datetime
    dry_run: bool = False
    outcome: str = IMPORTED
    cause: str | None = None  # of a failure, in one sentence
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    told: int = 0  # dates of which those who hold a place are told
    gone: Sequence[str] = ()  # slugs that the feed has no more; their meetings are suspended
    meetings: Sequence[Touched] = ()  # the first of them
    rejected: Sequence[Rejection] = field(default_factory=list)
    reversed_at: datetime | None = None
