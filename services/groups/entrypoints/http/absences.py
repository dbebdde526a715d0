"""People who stopped coming, over HTTP."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from chassis.clock import utc_now
from chassis.http import Blueprint, Problem, decode_cursor, one_page, raises, requires
from groups.domain import errors
from groups.domain.absence import Absence
from groups.domain.commands import CloseAbsence
from groups.entrypoints.http.context import caller, context
from groups.entrypoints.schemas import absences as schemas
from groups.handlers.absences import close_absence
from groups.views import absences as views

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.AbsenceUnknown: Problem(404, "absence-unknown", "You lead no meeting with such an absence."),
    errors.AbsenceClosed: Problem(409, "absence-closed", "It was closed in another way already."),
}

absences = Blueprint("absences", __name__, url_prefix="/api/groups", description="People who stopped coming")


@absences.get("/absences")
@absences.arguments(schemas.AbsencesQuerySchema, location="query")
@absences.response(200, schemas.AbsencesPageSchema)
@requires("member")
def get_absences(query: dict[str, Any]) -> dict[str, Any]:
    """List who stopped coming to the meetings that the caller leads

    Somebody with a standing seat who missed three dates in a row: a person reaches out, no text is sent.
    """
    after = decode_cursor(query["cursor"], (str,))[0] if query["cursor"] else None
    size = query["page_size"]
    rows = views.absences(
        context().stores.database, caller(), closed=query["closed"], after=after, limit=size + 1
    )
    return one_page(rows, size, "id")


@absences.post("/absences/<id:absence_id>/closure")
@absences.arguments(schemas.ClosingSchema)
@absences.response(200, schemas.AbsenceSchema)
@raises(errors.AbsenceUnknown, errors.AbsenceClosed, errors.StaleAggregate)
@requires("member")
def post_closure(order: dict[str, Any], absence_id: str) -> Absence:
    """Say what became of an absence"""
    command = CloseAbsence(caller=caller(), absence_id=absence_id, how=order["how"], at=utc_now())
    stores = context().stores
    return close_absence(command, stores.absences, stores.groups)
