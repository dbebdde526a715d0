"""The way back: a member asks the home centre for help, and somebody answers."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from alumni.domain import errors
from alumni.domain.errors import reach as refusals
from alumni.domain.help import LINES
from alumni.domain.member import Role
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.schemas import reach as schemas
from alumni.handlers import reach as handlers
from alumni.views import reach as views
from chassis.clock import utc_now
from chassis.http import (
    Blueprint,
    PageArguments,
    Problem,
    decode_cursor,
    identity,
    one_page,
    raises,
    requires,
)

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.ReachUnknown: Problem(404, "reach-unknown", "There is no such request."),
    refusals.ReachOpen: Problem(409, "reach-open", "You have asked already; somebody will answer."),
    refusals.ReachTaken: Problem(409, "reach-taken", "Somebody else sees to it."),
    refusals.ReachOver: Problem(409, "reach-over", "It is answered or withdrawn."),
}

reach = Blueprint("reach", __name__, url_prefix="/api/alumni", description="Asking the home centre for help")


@reach.post("/me/reach")
@reach.arguments(schemas.ReachAskingSchema)
@reach.response(201, schemas.ReachAskedSchema)
@raises(errors.MemberUnknown, refusals.ReachOpen)
@requires(Role.MEMBER)
def post_reach(request: dict[str, Any]) -> dict[str, Any]:
    """Ask the home centre to talk, or the network where there is none; help lines come first

    The centre answers within its own promise; what is overdue goes to the network as well.
    """
    stores = context().stores
    asked = handlers.ask_reach(
        handlers.AskReach(member_id=identity().member_id, **request),
        reaches=stores.reaches,
        members=stores.members,
        centres=stores.centres,
        at=utc_now(),
    )
    return {"help": LINES, "reach": views.own(asked)}


@reach.get("/me/reach")
@reach.arguments(PageArguments, location="query")
@reach.response(200, schemas.ReachPageSchema)
@requires(Role.MEMBER)
def get_own(page: dict[str, Any]) -> dict[str, Any]:
    """List what the caller asked and what came of it, the latest first"""
    rows = views.of_member(
        context().stores.database,
        identity().member_id,
        behind=_behind(page),
        limit=page["page_size"] + 1,
    )
    return {"help": LINES, **one_page(rows, page["page_size"], "asked_at", "id")}


@reach.delete("/me/reach/<id:reach_id>")
@reach.response(204)
@raises(refusals.ReachUnknown, refusals.ReachOver, errors.StaleAggregate)
@requires(Role.MEMBER)
def delete_reach(reach_id: str) -> None:
    """Take a request back"""
    handlers.withdraw_reach(identity().member_id, reach_id, reaches=context().stores.reaches, at=utc_now())


@reach.get("/reaches")
@reach.arguments(PageArguments, location="query")
@reach.response(200, schemas.ReachWaitingPageSchema)
@requires(Role.COORDINATOR, Role.NETWORK_ADMINISTRATOR)
def get_waiting(page: dict[str, Any]) -> dict[str, Any]:
    """List who waits for the caller's answer: of their centre, or of the network"""
    rows = views.waiting_for(
        context().stores.database, caller(), behind=_behind(page), limit=page["page_size"] + 1
    )
    return one_page(rows, page["page_size"], "due_at", "id")


@reach.post("/reaches/<id:reach_id>/taking")
@reach.response(204)
@raises(refusals.ReachUnknown, refusals.ReachTaken, refusals.ReachOver, errors.StaleAggregate)
@requires(Role.COORDINATOR, Role.NETWORK_ADMINISTRATOR)
def post_taking(reach_id: str) -> None:
    """Let the others know that the caller sees to it"""
    handlers.take_reach(caller(), reach_id, reaches=context().stores.reaches)


@reach.post("/reaches/<id:reach_id>/answer")
@reach.arguments(schemas.ReachAnswerSchema)
@reach.response(204)
@raises(refusals.ReachUnknown, refusals.ReachOver, errors.StaleAggregate)
@requires(Role.COORDINATOR, Role.NETWORK_ADMINISTRATOR)
def post_answer(request: dict[str, Any], reach_id: str) -> None:
    """Tell the member what came of it"""
    handlers.answer_reach(caller(), reach_id, **request, reaches=context().stores.reaches, at=utc_now())


def _behind(page: dict[str, Any]) -> tuple[datetime, str] | None:
    if not page["cursor"]:
        return None
    moment, last_id = decode_cursor(page["cursor"], [datetime, str])
    return moment, last_id
