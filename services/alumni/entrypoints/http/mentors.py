"""Becoming a mentor and being one; inviting as a mentor."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from alumni.domain import errors
from alumni.domain.errors import joining as joining_refusals
from alumni.domain.errors import mentoring as refusals
from alumni.domain.member import Role
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.http.joining import NOT_STORED, door, list_invitations, made
from alumni.entrypoints.schemas import mentors as schemas
from alumni.entrypoints.schemas.joining import InvitationPageSchema, InvitingSchema, NewInvitationSchema
from alumni.handlers import mentors as handlers
from alumni.handlers.inviting import invite_as_mentor
from alumni.handlers.pairs import stop_mentoring
from alumni.views.mentors import mentors_of, shown
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
    refusals.MentorUnknown: Problem(404, "mentor-unknown", "There is no such mentor."),
    refusals.MentorSettled: Problem(409, "mentor-settled", "There is an application already; change it."),
    refusals.SobrietyTooShort: Problem(
        409, "sobriety-too-short", "Mentors have been sober for six months, with the date on record."
    ),
    refusals.HomeNeeded: Problem(409, "home-needed", "Have a home centre first; it decides."),
    refusals.OwnApplication: Problem(409, "own-application", "Another coordinator has to decide."),
    refusals.MentoringConsentNeeded: Problem(
        409, "consent-needed", "Agree to the purpose `mentoring` first, among your consents."
    ),
    refusals.MentorFull: Problem(409, "mentor-full", "The mentor has no place at the moment."),
}

mentors = Blueprint("mentors", __name__, url_prefix="/api/alumni", description="Mentors")


@mentors.post("/me/mentor")
@mentors.arguments(schemas.MentorApplicationSchema)
@mentors.response(201, schemas.MentorSchema)
@raises(
    *(refusals.MentoringConsentNeeded, refusals.HomeNeeded, refusals.SobrietyTooShort),
    *(refusals.MentorSettled, errors.MemberUnknown, errors.StaleAggregate),
)
@requires("member")
def post_mentor(request: dict[str, Any]) -> dict[str, Any]:
    """Apply to be a mentor: the home centre decides"""
    stores = context().stores
    mentor = handlers.apply_as_mentor(
        handlers.ApplyAsMentor(member_id=identity().member_id, **request),
        mentors=stores.mentors,
        members=stores.members,
        consents=stores.consents,
        sobriety=stores.sober_since,
        at=utc_now(),
    )
    return shown(mentor)


@mentors.get("/me/mentor")
@mentors.response(200, schemas.MentorSchema)
@raises(refusals.MentorUnknown)
@requires("member")
def get_mentor() -> dict[str, Any]:
    """Show the caller's own application or grant"""
    return shown(context().stores.mentors.get(identity().member_id))


@mentors.put("/me/mentor/offering")
@mentors.arguments(schemas.OfferingSchema)
@mentors.response(200, schemas.MentorSchema)
@raises(refusals.MentorUnknown, errors.StaleAggregate)
@requires("member")
def put_offering(request: dict[str, Any]) -> dict[str, Any]:
    """Offer something else; those who walk along stay, also where there are fewer places now"""
    return _changed(lambda mentor: mentor.change(request["offering"]))


@mentors.put("/me/mentor/pause")
@mentors.arguments(schemas.PauseSchema)
@mentors.response(200, schemas.MentorSchema)
@raises(refusals.MentorUnknown, errors.StaleAggregate)
@requires("member")
def put_pause(request: dict[str, Any]) -> dict[str, Any]:
    """Take nobody new for a while, or do again"""
    return _changed(lambda mentor: mentor.pause(request["paused"]))


@mentors.delete("/me/mentor")
@mentors.response(204)
@raises(refusals.MentorUnknown, errors.StaleAggregate)
@requires("member")
def delete_mentor() -> None:
    """Be a mentor no more; the mentees are told, and their wishes stand"""
    stop_mentoring(identity().member_id, walks=context().stores.walks, at=utc_now())


@mentors.get("/centre/mentors")
@mentors.arguments(schemas.MentorListArguments, location="query")
@mentors.response(200, schemas.CentreMentorPageSchema)
@requires(Role.COORDINATOR)
def get_centre_mentors(page: dict[str, Any]) -> dict[str, Any]:
    """List the mentors of the caller's centre: those who have applied, unless another state is asked for"""
    behind = decode_cursor(page["cursor"], [str])[0] if page["cursor"] else ""
    size = page["page_size"]
    rows = mentors_of(
        context().stores.database, caller().centre_id or "", page["state"], behind=behind, limit=size + 1
    )
    return one_page(rows, size, "member_id")


@mentors.post("/centre/mentors/<id:member_id>/approval")
@mentors.response(204)
@raises(refusals.MentorUnknown, refusals.OwnApplication, refusals.SobrietyTooShort, errors.StaleAggregate)
@requires(Role.COORDINATOR)
def post_mentor_approval(member_id: str) -> None:
    """Say yes to a mentor of the caller's centre"""
    stores = context().stores
    handlers.approve_mentor(
        caller(),
        member_id,
        mentors=stores.mentors,
        sobriety=stores.sober_since,
        audit=stores.audit,
        at=utc_now(),
    )


@mentors.post("/centre/mentors/<id:member_id>/refusal")
@mentors.response(204)
@raises(refusals.MentorUnknown, refusals.OwnApplication, errors.StaleAggregate)
@requires(Role.COORDINATOR)
def post_mentor_refusal(member_id: str) -> None:
    """Say no to a mentor of the caller's centre, also after a yes; nothing ends, nothing new begins"""
    stores = context().stores
    handlers.decline_mentor(caller(), member_id, mentors=stores.mentors, audit=stores.audit, at=utc_now())


@mentors.post("/me/invitations")
@mentors.arguments(InvitingSchema)
@mentors.response(201, NewInvitationSchema)
@raises(joining_refusals.InvitersOnly, errors.TooManyCodes)
@requires("member")
def post_invitation(request: dict[str, Any]) -> Any:
    """Make one invitation as an approved mentor: a code that no later answer holds"""
    invited = invite_as_mentor(
        identity().member_id, **request, mentors=context().stores.mentors, door=door(), at=utc_now()
    )
    return made(invited), NOT_STORED


@mentors.get("/me/invitations")
@mentors.arguments(PageArguments, location="query")
@mentors.response(200, InvitationPageSchema)
@requires("member")
def get_invitations(page: dict[str, Any]) -> dict[str, Any]:
    """List the caller's own invitations as a mentor, the latest first"""
    return list_invitations({"centre_id": None, "invited_by": identity().member_id}, page)


@mentors.delete("/me/invitations/<id:invitation_id>")
@mentors.response(204)
@raises(joining_refusals.InvitationUnknown)
@requires("member")
def delete_invitation(invitation_id: str) -> None:
    """Withdraw one of the caller's own invitations; a used one stays used"""
    context().stores.invitations.withdraw(
        invitation_id, centre_id=None, invited_by=identity().member_id, at=utc_now()
    )


def _changed(decide: handlers.Decision) -> dict[str, Any]:
    return shown(handlers.change_mentor(identity().member_id, decide, mentors=context().stores.mentors))
