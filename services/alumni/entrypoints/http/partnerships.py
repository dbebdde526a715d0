"""Partners over HTTP."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from alumni.domain import errors
from alumni.domain.errors import partnerships as refusals
from alumni.domain.member import Role
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.schemas import partnerships as schemas
from alumni.handlers import partnerships as handlers
from alumni.views.partnerships import partnerships_of
from chassis.clock import utc_now
from chassis.http import Blueprint, PageArguments, Problem, decode_cursor, one_page, raises, requires

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.PartnershipUnknown: Problem(404, "partnership-unknown", "There is no such partnership."),
    refusals.HandleUnknown: Problem(404, "handle-unknown", "No member has this handle."),
    refusals.PartnerOneself: Problem(409, "partner-oneself", "Nobody is their own partner."),
    refusals.PartnersFull: Problem(409, "partners-full", "One of the two has three partners already."),
    refusals.TooManyProposals: Problem(409, "too-many-proposals", "Ten proposals wait for an answer."),
    refusals.AnswerTheirs: Problem(409, "answer-theirs", "The other has asked: say yes to that."),
}

partnerships = Blueprint("partnerships", __name__, url_prefix="/api/alumni", description="Partners")


@partnerships.post("/partnerships")
@partnerships.arguments(schemas.ProposalSchema)
@partnerships.response(202, schemas.ProposedSchema)
@raises(
    refusals.HandleUnknown,
    refusals.PartnerOneself,
    refusals.TooManyProposals,
    refusals.AnswerTheirs,
    errors.StaleAggregate,
)
@requires(Role.MEMBER)
def post_partnership(request: dict[str, Any]) -> dict[str, Any]:
    """Ask another member to be partners; asking twice does nothing more"""
    stores = context().stores
    proposed = handlers.propose_partnership(
        caller().member_id,
        request["handle"],
        partnerships=stores.partnerships,
        members=stores.members,
        blocks=stores.blocks,
        at=utc_now(),
    )
    return {"id": proposed.id}


@partnerships.get("/partnerships")
@partnerships.arguments(PageArguments, location="query")
@partnerships.response(200, schemas.PartnershipPageSchema)
@requires(Role.MEMBER)
def get_partnerships(page: dict[str, Any]) -> dict[str, Any]:
    """List one's partners, who asks, and whom one asked"""
    size = page["page_size"]
    behind = decode_cursor(page["cursor"], [str])[0] if page["cursor"] else ""
    rows = partnerships_of(context().stores.database, caller().member_id, behind=behind, limit=size + 1)
    return one_page(rows, size, "id")


@partnerships.post("/partnerships/<id:partnership_id>/acceptance")
@partnerships.response(204)
@raises(refusals.PartnershipUnknown, refusals.PartnersFull, errors.StaleAggregate)
@requires(Role.MEMBER)
def post_acceptance(partnership_id: str) -> None:
    """Say yes; up to three partners each"""
    stores = context().stores
    handlers.accept_partnership(
        caller().member_id,
        partnership_id,
        partnerships=stores.partnerships,
        blocks=stores.blocks,
        at=utc_now(),
    )


@partnerships.delete("/partnerships/<id:partnership_id>")
@partnerships.response(204)
@raises(refusals.PartnershipUnknown, errors.StaleAggregate)
@requires(Role.MEMBER)
def delete_partnership(partnership_id: str) -> None:
    """Say no, take back what one asked, or part; no reason is asked, and nobody is told"""
    handlers.end_partnership(
        caller().member_id, partnership_id, partnerships=context().stores.partnerships, at=utc_now()
    )
