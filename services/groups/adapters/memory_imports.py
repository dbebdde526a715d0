"""The Imports port in memory, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from groups.domain.errors import ImportUnderWay, ImportUnknown
from groups.domain.events import FeedImported
from groups.domain.feed_import import Before, ImportReport


class InMemoryImports:
    """The Imports port on dictionaries, for one service of one source by hand for each centre."""

    def __init__(self) -> None:
        self.reports: dict[str, ImportReport] = {}
        self.facts: list[FeedImported] = []
        self.live: set[str] = set()
        self._before: dict[str, Before] = {}
        self._busy: set[str] = set()

    @contextmanager
    def alone(self, centre_id: str, _at: datetime) -> Iterator[None]:
        """Refuse whoever comes second."""
        if centre_id in self._busy:
            raise ImportUnderWay
        self._busy.add(centre_id)
        try:
            yield
        finally:
            self._busy.remove(centre_id)

    def begin(self, report: ImportReport, before: Before) -> None:
        """Keep how the series are."""
        self._before[report.id] = before

    def end(self, report: ImportReport, fact: FeedImported) -> None:
        """Keep the report, and tell it."""
        self.reports[report.id] = report
        self.facts.append(fact)

    def get(self, import_id: str, centre_id: str) -> ImportReport:
        """Give an import of a centre."""
        found = self.reports.get(import_id)
        if found is None or found.centre_id != centre_id:
            raise ImportUnknown
        return found

    def latest(self, centre_id: str) -> str | None:
        """Name the centre's last import that changed something and is not reversed."""
        found = [
            each.id
            for each in self.reports.values()
            if each.centre_id == centre_id and each.reversed_at is None and self._before.get(each.id)
        ]
        return found[-1] if found else None

    def before(self, import_id: str) -> Before:
        """Give the series that an import changed, as they were."""
        return self._before[import_id]

    def sources(self, _centre_id: str) -> frozenset[str]:
        """Name the sources that a test says there are."""
        return frozenset(self.live)
