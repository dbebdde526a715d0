"""Orders about feeds and their sources."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class ImportMeetings:
    """Take a centre's meetings from the text of a feed, or tell what that would do."""

    centre_id: str
    feed: bytes
    time_zone: str  # IANA, for the records that name none
    capacity: int  # seats, for the records that name none
    at: datetime
    source_id: str | None = None  # None: by hand
    format: str | None = None  # None: recognised
    dry_run: bool = False


@dataclass(frozen=True, kw_only=True)
class ReverseImport:
    """Bring the meetings of a centre back to what they were before its latest import."""

    import_id: str
    centre_id: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AddSource:
    """Take a centre's meetings from an address from now on."""

    centre_id: str
    url: str
    format: str | None
    every_hours: int
    time_zone: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class FetchSource:
    """Fetch a source of a centre now, whether it is due or not."""

    source_id: str
    centre_id: str
    at: datetime
