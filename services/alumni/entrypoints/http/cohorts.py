"""Assigning a whole cohort at once."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from alumni.domain import errors
from alumni.domain.errors import pairs as refusals
from alumni.domain.member import Role
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.http.pairs import walks
from alumni.entrypoints.schemas import cohorts as schemas
from alumni.handlers import cohorts as handlers
from alumni.views.cohorts import shown
from chassis.clock import utc_now
from chassis.http import Blueprint, Problem, raises, requires

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.CohortUnknown: Problem(404, "cohort-unknown", "There is no such draft (any more)."),
}

cohorts = Blueprint("cohorts", __name__, url_prefix="/api/alumni", description="Assigning many at once")


@cohorts.post("/centre/cohorts")
@cohorts.arguments(schemas.CohortSchema)
@cohorts.response(201, schemas.DraftSchema)
@requires(Role.COORDINATOR)
def post_cohort(request: dict[str, Any]) -> dict[str, Any]:
    """Draft the best pairs for members of the centre, each explained; nobody is told of a draft"""
    stores = context().stores
    cohort = handlers.draft_cohort(
        caller(),
        request["member_ids"],
        elsewhere=request["elsewhere"],
        walks=walks(),
        assignment=stores.assignment,
        cohorts=stores.cohorts,
        at=utc_now(),
    )
    return shown(stores.database, cohort)


@cohorts.get("/centre/cohorts/<id:cohort_id>")
@cohorts.response(200, schemas.DraftSchema)
@raises(refusals.CohortUnknown)
@requires(Role.COORDINATOR)
def get_cohort(cohort_id: str) -> dict[str, Any]:
    """Show a draft of the caller's centre"""
    stores = context().stores
    return shown(stores.database, handlers.own_cohort(caller(), cohort_id, cohorts=stores.cohorts))


@cohorts.post("/centre/cohorts/<id:cohort_id>/confirmation")
@cohorts.arguments(schemas.ConfirmationSchema)
@cohorts.response(200, schemas.DraftSchema)
@raises(refusals.CohortUnknown, errors.StaleAggregate)
@requires(Role.COORDINATOR)
def post_confirmation(request: dict[str, Any], cohort_id: str) -> dict[str, Any]:
    """Propose pairs of a draft to both of each, who still have to say yes"""
    stores = context().stores
    cohort = handlers.confirm_cohort(
        caller(),
        cohort_id,
        request["mentee_ids"],
        walks=walks(),
        cohorts=stores.cohorts,
        audit=stores.audit,
        at=utc_now(),
    )
    return shown(stores.database, cohort)
