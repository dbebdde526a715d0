"""Exports, where their data comes from, and where it is kept."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from alumni.domain.export import Export, Progress

Rows = Sequence[Mapping[str, Any]]


class Exports(Protocol):
    """The exports of the members; one of each at a time."""

    def add_once(self, export: Export) -> Export:
        """Store a new export, and give it; of a member who waits for one already, give that one."""

    def of(self, member_id: str, export_id: str) -> Export:
        """Load an export of this member; raises ExportUnknown."""

    def save(self, export: Export) -> None:
        """Store the state and its events; raises StaleAggregate."""

    def note(self, export: Export, progress: Progress, *, at: datetime) -> None:
        """Show how far it is; whoever makes it has it for a while longer."""

    def due(self, at: datetime) -> Export | None:
        """Find one that is to be made."""

    def over(self, at: datetime) -> Iterator[Export]:
        """Find what has waited long enough to be fetched."""

    def remove(self, export: Export) -> None:
        """Forget an export."""


class Holder(Protocol):
    """A service that holds something of a person."""

    @property
    def name(self) -> str:
        """Name the service."""
        ...

    def collections(self) -> Sequence[str]:
        """Name where something may be."""

    def pages(self, collection: str, member_id: str) -> Iterator[Rows]:
        """Give what a collection holds of a member, page by page."""


class Writing(Protocol):
    """An export while it is written."""

    def begin(self, service: str, collection: str) -> None:
        """Go on with another collection."""

    def add(self, rows: Rows) -> None:
        """Write some records of it."""


class ExportFiles(Protocol):
    """The files of the exports."""

    def writing(self, export_id: str, member_id: str, at: datetime) -> AbstractContextManager[Writing]:
        """Write both files of an export anew; kept when nothing was raised."""

    def read(self, export_id: str, name: str) -> Iterator[bytes]:
        """Read a file piece by piece; raises ExportUnknown."""

    def remove(self, export_id: str) -> None:
        """Remove both files, if they are there."""
