"""Partner centres on their way through the network."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from alumni.domain.centre import Centre
from alumni.ports.identity import Centres


class PartnerCentres(Centres, Protocol):
    """The partner centres, for what changes them."""

    def apply(self, centre: Centre) -> None:
        """Store a centre that asks to take part; ApplicationOpen where its applicant has another one open."""

    def save(self, centre: Centre) -> None:
        """Store a centre's state and events; raises StaleAggregate."""

    def due(self, at: datetime) -> Iterator[str]:
        """Find the active centres whose licence is to be looked at."""

    def appointing(self) -> Iterator[str]:
        """Find the centres whose first coordinator is not appointed yet."""


class CentreFiles(Protocol):
    """The contents of the documents that centres show."""

    def put(self, document_id: str, content: bytes) -> None:
        """Store a content under a new id."""

    def get(self, document_id: str) -> bytes | None:
        """Load a content, if it is there."""

    def remove(self, document_id: str) -> None:
        """Remove a content; one that is gone stays so."""
