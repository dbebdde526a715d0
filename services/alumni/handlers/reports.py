"""Report the other of a pair, and see to what was reported."""

from datetime import datetime

from alumni.domain.access import Caller
from alumni.domain.report import Report, ReportReason
from alumni.handlers.pairs import own_pair
from alumni.handlers.stale import again_when_stale
from alumni.ports.audit import Audit
from alumni.ports.pairs import Pairs
from alumni.ports.reports import Reports


def report_other(
    member_id: str,
    pair_id: str,
    *,
    report_id: str,
    reason: ReportReason,
    text: str | None,
    pairs: Pairs,
    reports: Reports,
    at: datetime,
) -> Report:
    """Tell the coordinators about the other of a pair; raises PairUnknown."""
    pair = own_pair(member_id, pair_id, pairs=pairs)
    report = Report.make(report_id, member_id, pair, reason=reason, text=text, at=at)
    reports.add(report)
    return report


def close_report(caller: Caller, report_id: str, *, reports: Reports, audit: Audit, at: datetime) -> None:
    """Have seen to a report; raises ReportUnknown, also for a caller of another centre."""

    def attempt() -> Report:
        report = reports.get(report_id)
        report.close(caller, at=at)
        reports.save(report)
        return report

    report = again_when_stale(attempt)
    audit.record("report.closed", by=caller.member_id, about=report.about, at=at, report_id=report.id)
