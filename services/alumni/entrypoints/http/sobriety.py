"""The record of one's own sobriety over HTTP."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from alumni.domain import errors
from alumni.domain.errors import sobriety as refusals
from alumni.domain.help import support
from alumni.domain.member import Member, Role
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.schemas import sobriety as schemas
from alumni.handlers import sobriety as handlers
from alumni.views.partnerships import count_of
from alumni.views.sobriety import sobriety_of
from chassis.clock import utc_now
from chassis.http import Blueprint, Problem, raises, requires

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.StartImplausible: Problem(409, "start-implausible", "A streak cannot begin then."),
    refusals.StreakOverlaps: Problem(409, "streak-overlaps", "The streak before ended later than that."),
    refusals.SlipImplausible: Problem(409, "slip-implausible", "A slip cannot lie then."),
    refusals.SlipUnknown: Problem(404, "slip-unknown", "There is no slip of this id to undo."),
}

sobriety = Blueprint("sobriety", __name__, url_prefix="/api/alumni", description="One's own sobriety")


@sobriety.get("/me/sobriety")
@sobriety.response(200, schemas.SobrietySchema)
@raises(errors.MemberUnknown)
@requires(Role.MEMBER)
def get_sobriety() -> dict[str, Any]:
    """Show the running streak, the best, the history and the next milestone; private"""
    member = _member()
    return sobriety_of(context().stores.sobriety.of(member.id), member.time_zone, utc_now())


@sobriety.put("/me/sobriety")
@sobriety.arguments(schemas.StartSchema)
@sobriety.response(200, schemas.SobrietySchema)
@raises(errors.MemberUnknown, errors.StaleAggregate, refusals.StartImplausible, refusals.StreakOverlaps)
@requires(Role.MEMBER)
def put_sobriety(request: dict[str, Any]) -> dict[str, Any]:
    """Say since when one is sober, or correct it"""
    member, now = _member(), utc_now()
    record = handlers.start_streak(member, request["since"], records=context().stores.sobriety, at=now)
    return sobriety_of(record, member.time_zone, now)


@sobriety.post("/me/sobriety/slips")
@sobriety.arguments(schemas.SlipArguments)
@sobriety.response(201, schemas.SupportSchema)
@raises(errors.MemberUnknown, errors.StaleAggregate, refusals.SlipImplausible)
@requires(Role.MEMBER)
def post_slip(request: dict[str, Any]) -> dict[str, Any]:
    """Tell a slip: the answer is support; history and best stay

    Slips of one day are one, so that saying it twice does nothing more.
    """
    member, stores, now = _member(), context().stores, utc_now()
    slip, record = handlers.record_slip(member, **request, records=stores.sobriety, at=now)
    return {
        "help": support(member.language),
        "slip_id": slip.slip_id,
        "partners": count_of(stores.database, member.id),
        "sobriety": sobriety_of(record, member.time_zone, now),
    }


@sobriety.delete("/me/sobriety/slips/<id:slip_id>")
@sobriety.response(204)
@raises(errors.MemberUnknown, errors.StaleAggregate, refusals.SlipUnknown)
@requires(Role.MEMBER)
def delete_slip(slip_id: str) -> None:
    """Take back a slip that was entered by mistake, within 24 hours"""
    handlers.undo_slip(_member(), slip_id, records=context().stores.sobriety, at=utc_now())


def _member() -> Member:
    return context().stores.members.get(caller().member_id)
