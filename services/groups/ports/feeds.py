"""What the handlers need of feeds on the web, of their sources, and of the imports that were made."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from groups.domain.events import FeedImported
from groups.domain.feed_import import Before, ImportReport
from groups.domain.source import UNKNOWN, Fetched, Source, Validators


class Feeds(Protocol):
    """Feeds on the web; whatever the address, nobody reaches this service's own network by them."""

    def fetch(self, url: str, known: Validators = UNKNOWN) -> Fetched:
        """Give the content at an address, or nothing where it is what is known.

        Raises FeedRefused, FeedUnreachable, or FeedInvalid for one that is too large.
        """
        ...

    def check(self, url: str) -> None:
        """Refuse an address that would not be visited; raises FeedRefused or FeedUnreachable."""
        ...


class Imports(Protocol):
    """The imports of all centres."""

    def alone(self, centre_id: str, at: datetime) -> AbstractContextManager[None]:
        """Let nobody else import for the centre meanwhile; raises ImportUnderWay."""
        ...

    def begin(self, report: ImportReport, before: Before) -> None:
        """Keep how the series are that an import is about to change."""
        ...

    def end(self, report: ImportReport, fact: FeedImported) -> None:
        """Keep what became of an import, tell it, and forget those that are too long ago."""
        ...

    def get(self, import_id: str, centre_id: str) -> ImportReport:
        """Give an import of a centre; raises ImportUnknown."""
        ...

    def latest(self, centre_id: str) -> str | None:
        """Name the centre's last import that changed something and is not reversed."""
        ...

    def before(self, import_id: str) -> Before:
        """Give the series that an import changed, as they were."""
        ...

    def sources(self, centre_id: str) -> frozenset[str]:
        """Name the sources that the centre has now."""
        ...


class Sources(Protocol):
    """The sources of all centres."""

    def add(self, source: Source) -> None:
        """Keep a new source; raises SourceExists or TooManySources."""
        ...

    def get(self, source_id: str, centre_id: str) -> Source:
        """Give a source of a centre; raises SourceUnknown."""
        ...

    def of_centre(self, centre_id: str) -> Sequence[Source]:
        """Give the sources of a centre."""
        ...

    def change(self, source_id: str, centre_id: str, values: Mapping[str, Any]) -> Source:
        """Change how a source is fetched; raises SourceUnknown."""
        ...

    def remove(self, source_id: str, centre_id: str) -> None:
        """Forget a source, but not its meetings; raises SourceUnknown."""
        ...

    def take(self, source_id: str, centre_id: str, at: datetime) -> Source:
        """Have a source to oneself, to fetch it; raises SourceUnknown or ImportUnderWay."""
        ...

    def take_due(self, at: datetime) -> Source | None:
        """Have a source to oneself that is due, the longest waiting first."""
        ...

    def give_back(self, source: Source) -> None:
        """Keep how a fetch went, and let others have the source."""
        ...
