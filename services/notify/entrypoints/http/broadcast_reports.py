"""What would be read before a broadcast runs, whom it would reach, and what became of it."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from typing import Any

from flask import Response

from chassis.clock import utc_now
from chassis.http import Blueprint, raises, requires
from notify.adapters.broadcast_preview import cost_of_sent, previews
from notify.adapters.mongo_segments import MongoSegments
from notify.domain.broadcast import MOST_ALONE
from notify.domain.broadcast_errors import BroadcastUnknown
from notify.entrypoints.http.broadcasts import ADMINISTRATOR, COORDINATOR, caller, kept
from notify.entrypoints.http.context import context
from notify.entrypoints.report_table import written_report
from notify.entrypoints.schemas import broadcasts as schemas
from notify.handlers.broadcasts import own_broadcast
from notify.views import broadcasts as views

CSV = "text/csv"

reports = Blueprint(
    "broadcast-reports",
    __name__,
    url_prefix="/api/notify/broadcasts",
    description="What becomes of what is written to many",
)


@reports.get("/<id:broadcast_id>/preview")
@reports.response(200, schemas.PreviewSchema)
@raises(BroadcastUnknown)
@requires(COORDINATOR, ADMINISTRATOR)
def get_preview(broadcast_id: str) -> dict[str, Any]:
    """Show what a member of each language would read"""
    return {"words": previews(own_broadcast(broadcast_id, caller(), kept()).plan)}


@reports.get("/<id:broadcast_id>/count")
@reports.response(200, schemas.CountSchema)
@raises(BroadcastUnknown)
@requires(COORDINATOR, ADMINISTRATOR)
def get_count(broadcast_id: str) -> dict[str, Any]:
    """Count who would be written to now, and who would not, by cause"""
    broadcast = own_broadcast(broadcast_id, caller(), kept())
    count = MongoSegments(context().database).count(broadcast.plan.segment, utc_now())
    return {
        "people": count.people,
        "written": count.written,
        "skipped": [{"cause": each, "count": count.skipped[each]} for each in sorted(count.skipped)],
        "needs_approval": count.people > MOST_ALONE,
    }


@reports.get("/<id:broadcast_id>/report")
@reports.response(200, schemas.ReportSchema)
@raises(BroadcastUnknown)
@requires(COORDINATOR, ADMINISTRATOR)
def get_report(broadcast_id: str) -> dict[str, Any]:
    """Show what became of a broadcast so far"""
    return _report(broadcast_id)


@reports.get("/<id:broadcast_id>/report.csv")
@reports.response(200, {"type": "string"}, content_type=CSV)
@raises(BroadcastUnknown)
@requires(COORDINATOR, ADMINISTRATOR)
def get_report_table(broadcast_id: str) -> Response:
    """Write what became of a broadcast as a table"""
    table = written_report(_report(broadcast_id))
    return Response(table, mimetype=CSV, headers={"Cache-Control": "no-store"})


def _report(broadcast_id: str) -> dict[str, Any]:
    broadcast = own_broadcast(broadcast_id, caller(), kept())
    report = views.report(context().database, broadcast_id)
    return {**report, "paise": cost_of_sent(broadcast.plan, report.pop("sent"))}
