"""Applying for a centre: what the applicant says, answers and accepts."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from typing import Any

from alumni.adapters.agreements import agreement
from alumni.domain import errors
from alumni.domain.centre_state import AGREEMENT
from alumni.domain.errors import centres as refusals
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.schemas import centres as schemas
from alumni.handlers import centre_applications as handlers
from alumni.views import centres as views
from chassis.clock import utc_now
from chassis.http import Blueprint, PageArguments, decode_cursor, one_page, public, raises, requires

applications = Blueprint(
    "centre-applications", __name__, url_prefix="/api/alumni", description="Applying for a centre"
)


@applications.get("/centres/agreement")
@applications.arguments(schemas.AgreementArguments, location="query")
@applications.response(200, schemas.AgreementSchema)
@public
def get_agreement(arguments: dict[str, Any]) -> dict[str, Any]:
    """Read what a centre agrees to"""
    language = arguments["language"]
    return {"version": AGREEMENT, "language": language, "text": agreement()[language]}


@applications.post("/centres/applications")
@applications.arguments(schemas.CentreApplicationSchema)
@applications.response(201, schemas.CentreSchema)
@raises(
    *(errors.MemberUnknown, refusals.ApplicationOpen, refusals.CoordinatesAnother, refusals.LicenceOver),
)
@requires("member")
def post_application(said: handlers.Application) -> dict[str, Any]:
    """Apply for a centre; a member has one open application at a time"""
    stores = context().stores
    return views.centre(
        handlers.apply_for_centre(
            caller(), said, centres=stores.centres, members=stores.members, at=utc_now()
        )
    )


@applications.get("/centres/applications")
@applications.arguments(PageArguments, location="query")
@applications.response(200, schemas.CentrePageSchema)
@requires("member")
def get_applications(page: dict[str, Any]) -> dict[str, Any]:
    """List what the caller has applied for, and what became of it"""
    behind, size = decode_cursor(page["cursor"], [str])[0] if page["cursor"] else "", page["page_size"]
    rows = views.applications(context().stores.database, caller().member_id, behind=behind, limit=size + 1)
    return one_page(rows, size, "id")


@applications.put("/centres/applications/<id:centre_id>")
@applications.arguments(schemas.CentreApplicationSchema)
@applications.response(200, schemas.CentreSchema)
@raises(errors.CentreUnknown, refusals.NotItsTurn, refusals.LicenceOver, errors.StaleAggregate)
@requires("member")
def put_application(said: handlers.Application, centre_id: str) -> dict[str, Any]:
    """Say something else of the centre, until it is decided; it is checked anew"""
    return views.centre(
        handlers.change_application(caller(), centre_id, said, centres=context().stores.centres, at=utc_now())
    )


@applications.put("/centres/applications/<id:centre_id>/questions/<id:question_id>/answer")
@applications.arguments(schemas.AnswerSchema)
@applications.response(200, schemas.CentreSchema)
@raises(errors.CentreUnknown, refusals.QuestionUnknown, refusals.NotItsTurn, errors.StaleAggregate)
@requires("member")
def put_answer(said: dict[str, Any], centre_id: str, question_id: str) -> dict[str, Any]:
    """Answer what the network asked"""
    return views.centre(
        handlers.answer_question(
            caller(),
            centre_id,
            question_id,
            said["answer"],
            centres=context().stores.centres,
            at=utc_now(),
        )
    )


@applications.post("/centres/applications/<id:centre_id>/agreement")
@applications.arguments(schemas.AcceptanceSchema)
@applications.response(200, schemas.CentreSchema)
@raises(
    *(errors.CentreUnknown, errors.MemberUnknown, errors.StaleAggregate, refusals.NotItsTurn),
    *(refusals.AgreementOutdated, refusals.LicenceOver, refusals.CoordinatesAnother),
)
@requires("member")
def post_agreement(said: dict[str, Any], centre_id: str) -> dict[str, Any]:
    """Accept the agreement for an approved centre: it takes part, and the caller coordinates it

    The role is in the tokens from the next refresh on.
    """
    stores = context().stores
    return views.centre(
        handlers.accept_agreement(
            caller(),
            centre_id,
            said["version"],
            centres=stores.centres,
            members=stores.members,
            at=utc_now(),
        )
    )
