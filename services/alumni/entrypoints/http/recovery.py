"""Winning an account back whose contact is lost."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from alumni.domain import errors
from alumni.domain.errors import recovery as refusals
from alumni.domain.member import Role
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.schemas import recovery as schemas
from alumni.handlers import recovery as handlers
from alumni.views.recovery import open_recoveries
from chassis.clock import utc_now
from chassis.http import (
    Blueprint,
    PageArguments,
    Problem,
    client_address,
    decode_cursor,
    one_page,
    public,
    raises,
    requires,
)

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.RecoveryUnknown: Problem(404, "recovery-unknown", "There is nothing of this id to decide."),
    refusals.RecoveryDecided: Problem(409, "recovery-decided", "Another person has to say yes as well."),
    refusals.CoordinatorNeeded: Problem(
        409, "coordinator-needed", "One of the two has to be a coordinator of the home centre."
    ),
}

recovery = Blueprint("recovery", __name__, url_prefix="/api/alumni", description="Winning an account back")


@recovery.post("/sign-in/recoveries")
@recovery.arguments(schemas.AskingSchema)
@recovery.response(202, schemas.AskedSchema)
@raises(errors.CodeWrong, errors.CodeExpired, errors.TooManyCodes)
@public
def post_recovery(request: dict[str, Any]) -> dict[str, Any]:
    """Ask the home centre to be reached by a new contact, with the code that came to it

    The answer is the same whether there is such a member or not.
    """
    work = context()
    asked = handlers.ask_recovery(
        handlers.AskRecovery(**request, address_hash=work.edge.address(client_address())),
        attempts=work.stores.attempts,
        members=work.stores.members,
        recoveries=work.stores.recoveries,
        allowances=work.stores.allowances,
        limits=work.limits,
        hashes=work.edge.hashes,
        at=utc_now(),
    )
    return {"expires_at": asked.expires_at}


@recovery.get("/recoveries")
@recovery.arguments(PageArguments, location="query")
@recovery.response(200, schemas.RecoveryPageSchema)
@requires(Role.COORDINATOR, Role.NETWORK_ADMINISTRATOR)
def get_recoveries(page: dict[str, Any]) -> dict[str, Any]:
    """List who wants their account back: of the caller's centre, or of the network"""
    who, size = caller(), page["page_size"]
    behind = decode_cursor(page["cursor"], [str])[0] if page["cursor"] else ""
    rows = open_recoveries(
        context().stores.database,
        None if who.administers else who.centre_id,
        behind=behind,
        limit=size + 1,
        at=utc_now(),
    )
    return one_page(rows, size, "id")


@recovery.post("/recoveries/<id:recovery_id>/approvals")
@recovery.arguments(schemas.ApprovalSchema)
@recovery.response(204)
@raises(refusals.RecoveryUnknown, refusals.RecoveryDecided, refusals.CoordinatorNeeded, errors.StaleAggregate)
@requires(Role.COORDINATOR, Role.NETWORK_ADMINISTRATOR)
def post_approval(request: dict[str, Any], recovery_id: str) -> None:
    """Say yes as one of two: two coordinators, or a coordinator and a network administrator

    Carried out 24 hours after it was asked for, or at once where both have seen the person.
    """
    stores = context().stores
    handlers.approve_recovery(
        caller(),
        recovery_id,
        in_person=request["in_person"],
        recoveries=stores.recoveries,
        members=stores.members,
        sessions=stores.sessions,
        at=utc_now(),
    )


@recovery.delete("/recoveries/<id:recovery_id>")
@recovery.response(204)
@raises(refusals.RecoveryUnknown, errors.StaleAggregate)
@requires(Role.COORDINATOR, Role.NETWORK_ADMINISTRATOR)
def delete_recovery(recovery_id: str) -> None:
    """Say no, which one person can, until it is carried out"""
    handlers.refuse_recovery(caller(), recovery_id, recoveries=context().stores.recoveries, at=utc_now())
