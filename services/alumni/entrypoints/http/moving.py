"""Moving to another centre, and choosing when one's own leaves."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from alumni.domain import errors
from alumni.domain.errors import moving as refusals
from alumni.domain.errors.erasure import NotMeant
from alumni.domain.leaving import Choice, Leaving
from alumni.domain.member import Role
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.schemas import moving as schemas
from alumni.handlers import leaving as leavings
from alumni.handlers import moving as handlers
from alumni.handlers.erasure import AskErasure
from alumni.views import moving as views
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

ERASURE = "/api/alumni/me/erasure"

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.MoveUnknown: Problem(404, "move-unknown", "There is no such wish to move, or not any more."),
    refusals.MoveOpen: Problem(409, "move-open", "Another centre is asked already."),
    refusals.AtHomeThere: Problem(409, "at-home-there", "This centre is the home centre already."),
    refusals.LeavingUnknown: Problem(404, "leaving-unknown", "There is nothing to choose."),
    refusals.LeavingOver: Problem(409, "leaving-over", "The choice is carried out already."),
}

moving = Blueprint("moving", __name__, url_prefix="/api/alumni", description="Moving to another centre")


@moving.post("/me/moves")
@moving.arguments(schemas.MovingSchema)
@moving.response(201, schemas.MoveSchema)
@raises(
    *(errors.MemberUnknown, errors.CentreUnknown, errors.StaleAggregate),
    *(refusals.MoveOpen, refusals.AtHomeThere),
)
@requires(Role.MEMBER)
def post_move(request: dict[str, Any]) -> dict[str, Any]:
    """Ask another centre to be the home centre, with a consent that names it, its purpose and its end"""
    said = request["consent"]
    move = handlers.ask_move(
        identity().member_id,
        said["recipient"],
        expires_at=said["expires_at"],
        office=office(),
        at=utc_now(),
    )
    return views.own(move)


@moving.get("/me/moves")
@moving.arguments(PageArguments, location="query")
@moving.response(200, schemas.MovePageSchema)
@requires(Role.MEMBER)
def get_moves(page: dict[str, Any]) -> dict[str, Any]:
    """List the caller's wishes to move, the latest first"""
    rows = views.of_member(
        context().stores.database, identity().member_id, behind=_behind(page), limit=page["page_size"] + 1
    )
    return one_page(rows, page["page_size"], "asked_at", "id")


@moving.delete("/me/moves/<id:move_id>")
@moving.response(204)
@raises(refusals.MoveUnknown, errors.StaleAggregate)
@requires(Role.MEMBER)
def delete_move(move_id: str) -> None:
    """Take a wish to move back, and the consent with it"""
    handlers.withdraw_move(identity().member_id, move_id, office=office(), at=utc_now())


@moving.get("/centre/moves")
@moving.arguments(PageArguments, location="query")
@moving.response(200, schemas.CentreMovePageSchema)
@requires(Role.COORDINATOR)
def get_centre_moves(page: dict[str, Any]) -> dict[str, Any]:
    """List who moves to the caller's centre and away from it, by handle only, the latest first"""
    rows = views.of_centre(
        context().stores.database,
        identity().centre_id or "",
        behind=_behind(page),
        limit=page["page_size"] + 1,
    )
    return one_page(rows, page["page_size"], "asked_at", "id")


@moving.post("/centre/moves/<id:move_id>/acceptance")
@moving.response(200, schemas.MoveSchema)
@raises(refusals.MoveUnknown, errors.StaleAggregate)
@requires(Role.COORDINATOR)
def post_acceptance(move_id: str) -> dict[str, Any]:
    """Say yes: the caller's centre is the member's home centre from now on"""
    return views.own(handlers.accept_move(caller(), move_id, office=office(), at=utc_now()))


@moving.delete("/centre/moves/<id:move_id>")
@moving.response(204)
@raises(refusals.MoveUnknown, errors.StaleAggregate)
@requires(Role.COORDINATOR)
def delete_centre_move(move_id: str) -> None:
    """Say no to a member who wants to move to the caller's centre"""
    handlers.decline_move(caller(), move_id, office=office(), at=utc_now())


@moving.get("/me/leaving")
@moving.response(200, schemas.LeavingChoiceSchema)
@raises(refusals.LeavingUnknown)
@requires(Role.MEMBER)
def get_leaving() -> dict[str, Any]:
    """Show what the caller has to choose, or chose, when their home centre left"""
    return _shown(context().stores.leavings.latest_of(identity().member_id))


@moving.put("/me/leaving")
@moving.arguments(schemas.ChoosingSchema)
@moving.response(200, schemas.LeavingChoiceSchema)
@raises(
    *(errors.MemberUnknown, errors.CentreUnknown, errors.StaleAggregate),
    *(refusals.LeavingUnknown, refusals.LeavingOver, refusals.MoveOpen, refusals.AtHomeThere),
    *(NotMeant, errors.CodeWrong, errors.CodeExpired),
)
@requires(Role.MEMBER)
def put_leaving(request: dict[str, Any]) -> dict[str, Any]:
    """Choose to move to another centre, to stay with the network, or to be erased

    To be erased begins at once, or after the days of grace that are asked for.
    """
    asked = request.get("erasure")
    return _shown(_erase(asked) if asked else _move_or_stay(request))


def _erase(asked: dict[str, Any]) -> Leaving:
    work = context()
    return leavings.choose_erasure(
        AskErasure(member_id=identity().member_id, **asked),
        leavings=work.stores.leavings,
        erasures=work.stores.erasures,
        members=work.stores.members,
        sessions=work.stores.sessions,
        attempts=work.stores.attempts,
        hashes=work.edge.hashes,
        at=utc_now(),
    )


def _move_or_stay(request: dict[str, Any]) -> Leaving:
    said = request.get("consent", {})
    return leavings.choose(
        identity().member_id,
        request["choice"],
        to_centre_id=said.get("recipient"),
        expires_at=said.get("expires_at"),
        leavings=context().stores.leavings,
        erasures=context().stores.erasures,
        office=office(),
        at=utc_now(),
    )


def office() -> handlers.Office:
    """Give what moving works with."""
    stores = context().stores
    return handlers.Office(
        moves=stores.moves,
        members=stores.members,
        centres=stores.centres,
        consents=stores.consents,
        audit=stores.audit,
    )


def _shown(leaving: Leaving) -> dict[str, Any]:
    erases = leaving.choice is Choice.ERASE and leaving.ended_at is None
    return {**vars(leaving), "next": ERASURE if erases else None}


def _behind(page: dict[str, Any]) -> tuple[datetime, str] | None:
    if not page["cursor"]:
        return None
    moment, last_id = decode_cursor(page["cursor"], [datetime, str])
    return moment, last_id
