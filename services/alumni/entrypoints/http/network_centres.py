"""Centres as the network sees them: verified, decided, suspended."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from typing import Any

from alumni.domain import errors
from alumni.domain.centre import Centre
from alumni.domain.errors import centres as refusals
from alumni.domain.member import Role
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.schemas import network_centres as schemas
from alumni.handlers import centre_standing as standing
from alumni.handlers import centre_verification as handlers
from alumni.views import centres as views
from chassis.clock import utc_now
from chassis.http import Blueprint, decode_cursor, one_page, raises, requires

network_centres = Blueprint(
    "network-centres", __name__, url_prefix="/api/alumni/network", description="Centres, for the network"
)
_ANY = (errors.CentreUnknown, refusals.NotItsTurn, errors.StaleAggregate)


@network_centres.get("/centres")
@network_centres.arguments(schemas.NetworkArguments, location="query")
@network_centres.response(200, schemas.ListedPageSchema)
@requires(Role.NETWORK_ADMINISTRATOR)
def get_centres(page: dict[str, Any]) -> dict[str, Any]:
    """List the centres in a state: those that applied, unless told"""
    behind, size = decode_cursor(page["cursor"], [str])[0] if page["cursor"] else "", page["page_size"]
    rows = views.listed(context().stores.database, page["state"], behind=behind, limit=size + 1)
    return one_page(rows, size, "id")


@network_centres.get("/centres/<id:centre_id>")
@network_centres.response(200, schemas.VerifiedCentreSchema)
@raises(errors.CentreUnknown)
@requires(Role.NETWORK_ADMINISTRATOR)
def get_centre(centre_id: str) -> dict[str, Any]:
    """Show a centre with its checklist, and how many its owner has"""
    return _shown(context().stores.centres.get(centre_id))


@network_centres.put("/centres/<id:centre_id>/checklist")
@network_centres.arguments(schemas.ChecklistSchema)
@network_centres.response(200, schemas.VerifiedCentreSchema)
@raises(*_ANY)
@requires(Role.NETWORK_ADMINISTRATOR)
def put_checklist(said: dict[str, Any], centre_id: str) -> dict[str, Any]:
    """Say which items have been seen; a changed application is to be seen anew"""
    items = frozenset(said["items"])
    return _shown(handlers.check_items(centre_id, items, centres=context().stores.centres))


@network_centres.post("/centres/<id:centre_id>/questions")
@network_centres.arguments(schemas.QuestioningSchema)
@network_centres.response(201, schemas.VerifiedCentreSchema)
@raises(*_ANY, refusals.TooManyQuestions)
@requires(Role.NETWORK_ADMINISTRATOR)
def post_question(said: dict[str, Any], centre_id: str) -> dict[str, Any]:
    """Ask the applicant something back"""
    return _shown(
        handlers.ask_applicant(centre_id, said["text"], centres=context().stores.centres, at=utc_now())
    )


@network_centres.post("/centres/<id:centre_id>/approval")
@network_centres.response(200, schemas.VerifiedCentreSchema)
@raises(*_ANY, refusals.ChecklistOpen, refusals.LicenceOver)
@requires(Role.NETWORK_ADMINISTRATOR)
def post_approval(centre_id: str) -> dict[str, Any]:
    """Approve a centre whose whole checklist is seen; its applicant accepts the agreement next"""
    stores = context().stores
    return _shown(
        handlers.approve_centre(caller(), centre_id, centres=stores.centres, audit=stores.audit, at=utc_now())
    )


@network_centres.post("/centres/<id:centre_id>/refusal")
@network_centres.arguments(schemas.ReasonSchema)
@network_centres.response(200, schemas.VerifiedCentreSchema)
@raises(*_ANY)
@requires(Role.NETWORK_ADMINISTRATOR)
def post_refusal(said: dict[str, Any], centre_id: str) -> dict[str, Any]:
    """Refuse a centre, and say why"""
    stores = context().stores
    return _shown(
        handlers.refuse_centre(
            caller(), centre_id, said["reason"], centres=stores.centres, audit=stores.audit, at=utc_now()
        )
    )


@network_centres.post("/centres/<id:centre_id>/suspension")
@network_centres.arguments(schemas.SuspensionSchema)
@network_centres.response(200, schemas.VerifiedCentreSchema)
@raises(*_ANY)
@requires(Role.NETWORK_ADMINISTRATOR)
def post_suspension(said: dict[str, Any], centre_id: str) -> dict[str, Any]:
    """Let a centre take no part for a while, and say why; its meetings pause"""
    stores = context().stores
    return _shown(
        standing.suspend_centre(
            caller(), centre_id, **said, centres=stores.centres, audit=stores.audit, at=utc_now()
        )
    )


@network_centres.delete("/centres/<id:centre_id>/suspension")
@network_centres.response(200, schemas.VerifiedCentreSchema)
@raises(*_ANY, refusals.LicenceOver)
@requires(Role.NETWORK_ADMINISTRATOR)
def delete_suspension(centre_id: str) -> dict[str, Any]:
    """Let a suspended centre take part again"""
    stores = context().stores
    return _shown(
        standing.resume_centre(caller(), centre_id, centres=stores.centres, audit=stores.audit, at=utc_now())
    )


@network_centres.post("/centres/<id:centre_id>/renewal/confirmation")
@network_centres.response(200, schemas.VerifiedCentreSchema)
@raises(*_ANY, refusals.RenewalUnknown, refusals.LicenceOver)
@requires(Role.NETWORK_ADMINISTRATOR)
def post_renewal_confirmation(centre_id: str) -> dict[str, Any]:
    """Confirm a centre's new licence; a suspension for the old one's end is over"""
    stores = context().stores
    return _shown(
        standing.confirm_renewal(
            caller(), centre_id, centres=stores.centres, audit=stores.audit, at=utc_now()
        )
    )


def _shown(centre: Centre) -> dict[str, Any]:
    return views.verified(context().stores.database, centre)
