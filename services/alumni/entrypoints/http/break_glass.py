"""Opening a contact where a life is in danger."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from alumni.domain import errors
from alumni.domain.errors import break_glass as refusals
from alumni.domain.member import Role
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.schemas import break_glass as schemas
from alumni.handlers import break_glass as handlers
from alumni.views import break_glass as views
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
    refusals.GlassUnknown: Problem(404, "glass-unknown", "Nothing of this id waits for your word."),
    refusals.AnotherPerson: Problem(409, "another-person", "A second person has to confirm it."),
    refusals.NothingToOpen: Problem(409, "nothing-to-open", "The member has no such contact."),
}

break_glass = Blueprint(
    "break_glass", __name__, url_prefix="/api/alumni", description="Opening a contact for a threat to life"
)


@break_glass.post("/centre/members/<id:member_id>/break-glass")
@break_glass.arguments(schemas.OpeningSchema)
@break_glass.response(201, schemas.GlassSchema)
@raises(errors.MemberUnknown, refusals.NothingToOpen)
@requires(Role.COORDINATOR)
def post_glass(request: dict[str, Any], member_id: str) -> dict[str, Any]:
    """Ask to see how to reach a member of the caller's centre, because their life is in danger

    A second person confirms within an hour; the contact is then shown once, by notify, within 15 minutes.
    """
    stores = context().stores
    asked = handlers.ask_to_open(
        caller(),
        member_id,
        channels=request["channels"],
        reason=request["reason"],
        members=stores.members,
        glasses=stores.glasses,
        audit=stores.audit,
        at=utc_now(),
    )
    return views.glass(asked)


@break_glass.get("/break-glass")
@break_glass.arguments(PageArguments, location="query")
@break_glass.response(200, schemas.GlassPageSchema)
@requires(Role.COORDINATOR, Role.NETWORK_ADMINISTRATOR)
def get_glasses(page: dict[str, Any]) -> dict[str, Any]:
    """List what waits for a second person: of the caller's centre, or of the network"""
    who, size = caller(), page["page_size"]
    centre_id = None if who.administers else who.centre_id or ""
    found = context().stores.glasses.waiting(centre_id, utc_now(), behind=_behind(page), limit=size + 1)
    return one_page([views.glass(each) for each in found], size, "id")


@break_glass.post("/break-glass/<id:glass_id>/confirmation")
@break_glass.response(204)
@raises(refusals.GlassUnknown, refusals.AnotherPerson, errors.StaleAggregate)
@requires(Role.COORDINATOR, Role.NETWORK_ADMINISTRATOR)
def post_confirmation(glass_id: str) -> None:
    """Confirm as the second person; the member is told at once"""
    stores = context().stores
    handlers.confirm_opening(caller(), glass_id, glasses=stores.glasses, audit=stores.audit, at=utc_now())


@break_glass.get("/me/break-glass")
@break_glass.arguments(PageArguments, location="query")
@break_glass.response(200, schemas.GlassPageSchema)
@requires("member")
def get_own_glasses(page: dict[str, Any]) -> dict[str, Any]:
    """See who opened how to reach the caller, and why"""
    size = page["page_size"]
    found = context().stores.glasses.opened_of(identity().member_id, behind=_behind(page), limit=size + 1)
    return one_page([views.glass(each) for each in found], size, "id")


def _behind(page: dict[str, Any]) -> str:
    return str(decode_cursor(page["cursor"], [str])[0]) if page["cursor"] else ""
