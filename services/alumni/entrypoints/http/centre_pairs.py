"""How the pairs of a centre fare, and what members report."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from alumni.domain import errors
from alumni.domain.errors import pairs as refusals
from alumni.domain.member import Role
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.schemas import centre_pairs as schemas
from alumni.handlers import reports as handlers
from alumni.views import centre_pairs as views
from chassis.clock import utc_now
from chassis.http import (
    IDEMPOTENCY_KEY,
    Blueprint,
    Problem,
    decode_cursor,
    idempotency_key,
    identity,
    one_page,
    raises,
    requires,
)
from chassis.ids import derived_id, new_id

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.ReportUnknown: Problem(404, "report-unknown", "There is no such report."),
}

centre_pairs = Blueprint(
    "centre-pairs", __name__, url_prefix="/api/alumni", description="How pairs fare, and reports"
)


@centre_pairs.get("/centre/pairs")
@centre_pairs.arguments(schemas.CentrePairArguments, location="query")
@centre_pairs.response(200, schemas.CentrePairPageSchema)
@requires(Role.COORDINATOR)
def get_centre_pairs(page: dict[str, Any]) -> dict[str, Any]:
    """List the pairs of the centre's mentees, the longest silence first; no goals and no notes"""
    behind = decode_cursor(page["cursor"], [datetime, str]) if page["cursor"] else None
    rows = views.centre_pairs(
        context().stores.database,
        caller().centre_id or "",
        state=page["state"],
        quiet=page["quiet"],
        behind=(behind[0], behind[1]) if behind else None,
        limit=page["page_size"] + 1,
        at=utc_now(),
    )
    return one_page(rows, page["page_size"], "silent_since", "id")


@centre_pairs.post("/pairs/<id:pair_id>/reports", parameters=[IDEMPOTENCY_KEY])
@centre_pairs.arguments(schemas.ReportingSchema)
@centre_pairs.response(201, schemas.ReportedSchema)
@raises(refusals.PairUnknown)
@requires("member")
def post_report(request: dict[str, Any], pair_id: str) -> Any:
    """Report the other of a pair to the coordinators of the mentee's home centre"""
    who, stores = identity().member_id, context().stores
    return handlers.report_other(
        who,
        pair_id,
        report_id=derived_id("report", pair_id, who, idempotency_key() or new_id()),
        **request,
        pairs=stores.pairs,
        reports=stores.reports,
        at=utc_now(),
    )


@centre_pairs.get("/centre/reports")
@centre_pairs.arguments(schemas.ReportListArguments, location="query")
@centre_pairs.response(200, schemas.ReportPageSchema)
@requires(Role.COORDINATOR, Role.NETWORK_ADMINISTRATOR)
def get_reports(page: dict[str, Any]) -> dict[str, Any]:
    """List what was reported to the caller's centre, or anywhere in the network"""
    behind = decode_cursor(page["cursor"], [str])[0] if page["cursor"] else ""
    size = page["page_size"]
    rows = views.reports_for(
        context().stores.database, caller(), closed=page["closed"], behind=behind, limit=size + 1
    )
    return one_page(rows, size, "id")


@centre_pairs.post("/centre/reports/<id:report_id>/closing")
@centre_pairs.response(204)
@raises(refusals.ReportUnknown, errors.StaleAggregate)
@requires(Role.COORDINATOR, Role.NETWORK_ADMINISTRATOR)
def post_closing(report_id: str) -> None:
    """Have seen to a report"""
    stores = context().stores
    handlers.close_report(caller(), report_id, reports=stores.reports, audit=stores.audit, at=utc_now())
