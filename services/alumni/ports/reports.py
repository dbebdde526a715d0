"""What members have reported."""

from typing import Protocol

from alumni.domain.report import Report


class Reports(Protocol):
    """The reports of members."""

    def add(self, report: Report) -> None:
        """Store a new report with its event; one that is there stays."""

    def get(self, report_id: str) -> Report:
        """Load a report; ReportUnknown."""

    def save(self, report: Report) -> None:
        """Store a report's state; raises StaleAggregate."""
