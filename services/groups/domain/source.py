"""A source of a centre's meetings: an address that is fetched again and again, and what came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MAX_SOURCES = 20  # of a centre
MAX_EVERY_HOURS = 168
LEASE = timedelta(minutes=5)  # longer than any fetch and import lasts

_FIRST_RETRY = timedelta(minutes=15)
_LONGEST_WAIT = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Validators:
    """By what a server tells whether its feed is still the same: RFC 9110, section 8.8."""

    etag: str | None = None
    last_modified: str | None = None


UNKNOWN = Validators()


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What a server answered; without content, its feed is still the same."""

    content: bytes | None
    validators: Validators = UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Source:
    """An address from which a centre takes its meetings, and how the last fetch went."""

    id: str
    centre_id: str
    url: str
    format: str | None  # None: recognised by what comes
    every_hours: int
    time_zone: str  # IANA, of records that name none
    due_at: datetime
    validators: Validators = UNKNOWN
    digest: str | None = None  # of the feed as it was last imported
    fetched_at: datetime | None = None  # when its server was last asked
    succeeded_at: datetime | None = None  # when its feed was last good
    failing_since: datetime | None = None
    failures: int = 0  # in a row
    cause: str | None = None  # of the last failure, in one sentence

    def next_due(self, at: datetime) -> datetime:
        """Tell when a source that is well is fetched again."""
        return at + timedelta(hours=self.every_hours)

    def next_try(self, at: datetime) -> datetime:
        """Tell when a source that failed once more is tried again: less and less often, at least daily.

        Never sooner than it would be fetched if it were well, for nobody expects it sooner.
        """
        waits: timedelta = min(_FIRST_RETRY * (1 << min(self.failures, 10)), _LONGEST_WAIT)
        return at + max(waits, min(timedelta(hours=self.every_hours), _LONGEST_WAIT))
