"""Reports on MongoDB."""

from contextlib import suppress
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from alumni.adapters.mongo.aggregates import frame, insert, replace
from alumni.domain.errors.pairs import ReportUnknown
from alumni.domain.report import Report, ReportReason
from chassis.outbox import ensure_outbox_index

Document = dict[str, Any]
_PLAIN = ("by", "about", "pair_id", "centre_id", "text", "made_at", "closed_by", "closed_at")


class MongoReports:
    """Reports in the collection `reports`."""

    def __init__(self, database: Database[Document]) -> None:
        self._collection = database["reports"]

    def ensure_indexes(self) -> None:
        """List those of a centre, the open ones first asked for, and find those of a member."""
        self._collection.create_index([("centre_id", 1), ("closed_at", 1), ("_id", 1)])
        for name in ("by", "about", "closed_by"):
            self._collection.create_index(name)
        ensure_outbox_index(self._collection)

    def add(self, report: Report) -> None:
        """Insert a report, once."""
        with suppress(DuplicateKeyError):
            insert(self._collection, report, _fields(report))

    def get(self, report_id: str) -> Report:
        """Load a report."""
        document = self._collection.find_one({"_id": report_id}, {"outbox": False})
        if document is None:
            raise ReportUnknown
        return Report(
            **frame(document),
            **{name: document[name] for name in _PLAIN},
            reason=ReportReason(document["reason"]),
        )

    def save(self, report: Report) -> None:
        """Write the state, if nobody did since it was loaded."""
        replace(self._collection, report, _fields(report))


def _fields(report: Report) -> Document:
    return {**{name: getattr(report, name) for name in _PLAIN}, "reason": report.reason.value}
