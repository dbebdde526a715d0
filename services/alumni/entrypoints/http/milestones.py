"""Milestones over HTTP."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from alumni.domain import errors
from alumni.domain.errors import milestones as refusals
from alumni.domain.member import Member, Role
from alumni.domain.reached import Audience
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.schemas import milestones as schemas
from alumni.handlers import milestones as handlers
from alumni.views import milestones as views
from chassis.clock import utc_now
from chassis.http import Blueprint, PageArguments, Problem, decode_cursor, one_page, raises, requires

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.MilestoneUnknown: Problem(404, "milestone-unknown", "There is no such milestone."),
    refusals.HomeNeeded: Problem(409, "home-needed", "Without a home centre there is nobody to share with."),
}

milestones = Blueprint("milestones", __name__, url_prefix="/api/alumni", description="Milestones")


@milestones.get("/me/milestones")
@milestones.arguments(PageArguments, location="query")
@milestones.response(200, schemas.OwnMilestonePageSchema)
@requires(Role.MEMBER)
def get_own_milestones(page: dict[str, Any]) -> dict[str, Any]:
    """List one's milestones, the latest first; nobody else sees one that is not shared"""
    size = page["page_size"]
    rows = views.milestones_of(
        context().stores.database, caller().member_id, after=_after(page), limit=size + 1
    )
    return one_page(rows, size, "reached_at", "id")


@milestones.post("/me/milestones/<id:milestone_id>/shares")
@milestones.arguments(schemas.ShareSchema)
@milestones.response(204)
@raises(errors.MemberUnknown, errors.StaleAggregate, refusals.MilestoneUnknown, refusals.HomeNeeded)
@requires(Role.MEMBER)
def post_share(request: dict[str, Any], milestone_id: str) -> None:
    """Share one milestone with one audience more; doing it twice does nothing more"""
    handlers.share(
        _member(),
        milestone_id,
        request["audience"],
        milestones=context().stores.milestones,
        at=utc_now(),
    )


@milestones.delete(
    "/me/milestones/<id:milestone_id>/shares/<any(partners, mentor, centre, network):audience>"
)
@milestones.response(204)
@raises(errors.StaleAggregate, refusals.MilestoneUnknown)
@requires(Role.MEMBER)
def delete_share(milestone_id: str, audience: str) -> None:
    """Share one milestone with one audience less"""
    handlers.unshare(
        caller().member_id, milestone_id, Audience(audience), milestones=context().stores.milestones
    )


@milestones.get("/milestones")
@milestones.arguments(PageArguments, location="query")
@milestones.response(200, schemas.SharedMilestonePageSchema)
@raises(errors.MemberUnknown)
@requires(Role.MEMBER)
def get_milestones(page: dict[str, Any]) -> dict[str, Any]:
    """List what others share with one, the latest first"""
    size = page["page_size"]
    rows = views.shared_with(context().stores.database, _member(), after=_after(page), limit=size + 1)
    return one_page(rows, size, "shared_at", "id")


@milestones.put("/milestones/<id:milestone_id>/congratulations")
@milestones.arguments(schemas.CongratulationSchema)
@milestones.response(204)
@raises(errors.MemberUnknown, errors.StaleAggregate, refusals.MilestoneUnknown)
@requires(Role.MEMBER)
def put_congratulation(request: dict[str, Any], milestone_id: str) -> None:
    """Say one of the fixed words to a milestone that is shared with one"""
    stores = context().stores
    handlers.congratulate(
        _member(),
        milestone_id,
        request["word"],
        milestones=stores.milestones,
        congratulations=stores.congratulations,
        companionship=stores.companionship,
        blocks=stores.blocks,
    )


@milestones.delete("/milestones/<id:milestone_id>/congratulations")
@milestones.response(204)
@raises(errors.StaleAggregate)
@requires(Role.MEMBER)
def delete_congratulation(milestone_id: str) -> None:
    """Take back what one said; the answer is the same where one said nothing"""
    handlers.take_back(caller().member_id, milestone_id, congratulations=context().stores.congratulations)


def _after(page: dict[str, Any]) -> list[Any] | None:
    return decode_cursor(page["cursor"], [datetime, str]) if page["cursor"] else None


def _member() -> Member:
    return context().stores.members.get(caller().member_id)
