"""The centre for which the caller acts: its licence, its coordinators, and leaving."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from typing import Any

from alumni.domain import errors
from alumni.domain.centre_details import Licence
from alumni.domain.errors import centres as refusals
from alumni.domain.errors import joining as joining_refusals
from alumni.domain.invitation import written_code
from alumni.domain.member import Role
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.http.joining import NOT_STORED, door
from alumni.entrypoints.schemas import centres as schemas
from alumni.entrypoints.schemas.identity import ProfileSchema
from alumni.entrypoints.schemas.joining import CodeSchema
from alumni.handlers import centre_standing, coordinators
from alumni.views import centres as views
from alumni.views.identity import profile
from chassis.clock import utc_now
from chassis.http import Blueprint, client_address, raises, requires

own_centre = Blueprint(
    "own-centre", __name__, url_prefix="/api/alumni", description="The centre that one coordinates"
)
_ANY = (errors.CentreUnknown, refusals.NotItsTurn, errors.StaleAggregate)


@own_centre.get("/centre")
@own_centre.response(200, schemas.CentreSchema)
@raises(errors.CentreUnknown)
@requires(Role.COORDINATOR)
def get_own_centre() -> dict[str, Any]:
    """Show the caller's centre"""
    return views.centre(centre_standing.own_centre(caller(), context().stores.centres))


@own_centre.put("/centre/renewal")
@own_centre.arguments(schemas.LicenceSchema)
@own_centre.response(200, schemas.CentreSchema)
@raises(*_ANY, refusals.LicenceOver)
@requires(Role.COORDINATOR)
def put_renewal(licence: Licence) -> dict[str, Any]:
    """Tell the network of the centre's new licence, which goes by it once it is confirmed"""
    stores = context().stores
    return views.centre(
        centre_standing.renew_licence(caller(), licence, centres=stores.centres, at=utc_now())
    )


@own_centre.post("/centre/leaving")
@own_centre.arguments(schemas.LeavingSchema)
@own_centre.response(200, schemas.CentreSchema)
@raises(*_ANY, refusals.NameDiffers)
@requires(Role.COORDINATOR)
def post_leaving(said: dict[str, Any]) -> dict[str, Any]:
    """Leave the network with the caller's centre for good, confirmed by its name"""
    stores = context().stores
    return views.centre(
        centre_standing.leave_network(
            caller(), said["name"], centres=stores.centres, audit=stores.audit, at=utc_now()
        )
    )


@own_centre.get("/centre/coordinators")
@own_centre.response(200, schemas.CoordinatorsSchema)
@requires(Role.COORDINATOR)
def get_coordinators() -> dict[str, Any]:
    """List who coordinates the caller's centre"""
    found = context().stores.members.coordinators_of(caller().centre_id or "")
    return {"items": [{"member_id": each.id, "handle": each.handle.spelling} for each in found]}


@own_centre.delete("/centre/coordinators/<id:member_id>")
@own_centre.response(204)
@raises(errors.MemberUnknown, refusals.LastCoordinator, errors.StaleAggregate)
@requires(Role.COORDINATOR)
def delete_coordinator(member_id: str) -> None:
    """Let somebody coordinate the caller's centre no more; the last one stays"""
    coordinators.remove_coordinator(caller(), member_id, members=context().stores.members)


@own_centre.post("/centre/coordinators/invitations")
@own_centre.response(201, schemas.CoordinatorCodeSchema)
@raises(joining_refusals.InvitersOnly)
@requires(Role.COORDINATOR)
def post_coordinator_invitation() -> Any:
    """Make a code by which one member coordinates the caller's centre, within seven days

    No later answer holds it; withdraw it by its id.
    """
    invited = coordinators.invite_coordinator(
        caller(), invitations=context().stores.coordinator_invitations, door=door(), at=utc_now()
    )
    made = invited.invitation
    body = {"id": made.id, "code": written_code(invited.code), "expires_at": made.expires_at}
    return body, NOT_STORED


@own_centre.delete("/centre/coordinators/invitations/<id:invitation_id>")
@own_centre.response(204)
@raises(joining_refusals.InvitationUnknown)
@requires(Role.COORDINATOR)
def delete_coordinator_invitation(invitation_id: str) -> None:
    """Withdraw a code that was not used yet"""
    context().stores.coordinator_invitations.withdraw(
        invitation_id, centre_id=caller().centre_id or "", invited_by=None, at=utc_now()
    )


@own_centre.post("/me/coordinating")
@own_centre.arguments(CodeSchema)
@own_centre.response(200, ProfileSchema)
@raises(
    *(errors.MemberUnknown, errors.TooManyCodes, errors.StaleAggregate),
    *(joining_refusals.InvitationRefused, refusals.CoordinatesAnother),
)
@requires("member")
def post_coordinating(said: dict[str, Any]) -> dict[str, Any]:
    """Coordinate the centre of a code

    The role is in the tokens from the next refresh on.
    """
    work = context()
    member = coordinators.become_coordinator(
        caller().member_id,
        said["code"],
        work.edge.address(client_address()),
        invitations=work.stores.coordinator_invitations,
        door=door(),
        at=utc_now(),
    )
    return profile(member)
