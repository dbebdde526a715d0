"""Reports of imports as MongoDB documents, and back."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from groups.adapters.documents import Document
from groups.domain.feed_import import ImportReport, Touched
from groups.domain.feeds.described import Rejection

_OWN = tuple(
    each.name for each in fields(ImportReport) if each.name not in ("id", "meetings", "rejected", "dry_run")
)


def from_report(report: ImportReport) -> Document:
    """Write a report, which is never one of a dry run."""
    return {name: getattr(report, name) for name in _OWN} | {
        "gone": list(report.gone),
        "meetings": [{**asdict(each), "fields": list(each.fields)} for each in report.meetings],
        "rejected": [asdict(each) for each in report.rejected],
        "rejected_count": len(report.rejected),
    }


def to_report(document: Mapping[str, Any]) -> ImportReport:
    """Read a report."""
    return ImportReport(
        id=document["_id"],
        **{name: document[name] for name in _OWN},
        meetings=[Touched(**each) for each in document["meetings"]],
        rejected=[Rejection(**each) for each in document["rejected"]],
    )
