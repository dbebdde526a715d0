"""Joining, invitations, and the home centre."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Response

from alumni.domain import errors
from alumni.domain.errors import joining as refusals
from alumni.domain.invitation import written_code
from alumni.domain.member import Role
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.schemas import joining as schemas
from alumni.entrypoints.schemas.identity import ProfileSchema
from alumni.entrypoints.sheets import Sheet, discharge_sheets, qr_code
from alumni.handlers import home, inviting
from alumni.handlers.joining import Door
from alumni.views import joining as views
from alumni.views.identity import profile
from chassis.clock import utc_now
from chassis.http import (
    Blueprint,
    PageArguments,
    Problem,
    client_address,
    decode_cursor,
    identity,
    one_page,
    raises,
    requires,
)

SVG, HTML = "image/svg+xml", "text/html"
NOT_STORED = {"Cache-Control": "no-store"}

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.JoiningRequired: Problem(409, "joining-required", "Read the consent notice and join first."),
    refusals.AdultsOnly: Problem(409, "adults-only", "The network is for people of 18 or older."),
    refusals.NoticeOutdated: Problem(
        409, "notice-outdated", "There is a newer consent notice; read it first."
    ),
    refusals.MembershipNeeded: Problem(409, "membership-needed", "Nobody joins without that purpose."),
    refusals.InvitationRefused: Problem(409, "invitation-refused", "This invitation is not good (any more)."),
    refusals.InvitationUnknown: Problem(404, "invitation-unknown", "There is no such invitation."),
    refusals.InvitersOnly: Problem(403, "inviters-only", "Active centres and approved mentors invite."),
    refusals.HomeSettled: Problem(
        409, "home-settled", "There is a home centre; leave it, or ask to be moved."
    ),
    refusals.NotWaiting: Problem(404, "not-waiting", "Nobody of this id waits for the centre's word."),
    refusals.ContactsLast: Problem(409, "contact-last", "The last contact cannot be removed."),
}
# What a sign-in answers to somebody who has not joined yet.
REFUSALS = (
    *(refusals.JoiningRequired, refusals.AdultsOnly, refusals.NoticeOutdated, refusals.MembershipNeeded),
    *(refusals.InvitationRefused, errors.TooManyCodes, errors.CentreUnknown),
)

joining = Blueprint(
    "joining", __name__, url_prefix="/api/alumni", description="Invitations and the home centre"
)


def door() -> Door:
    """Give what joining works with."""
    work = context()
    stores = work.stores
    return Door(
        members=stores.members,
        consents=stores.consents,
        invitations=stores.invitations,
        centres=stores.centres,
        allowances=stores.allowances,
        limits=work.limits,
        hashes=work.edge.hashes,
    )


@joining.post("/centre/invitations")
@joining.arguments(schemas.CentreInvitingSchema)
@joining.response(201, schemas.NewInvitationsSchema)
@raises(refusals.InvitersOnly)
@requires(Role.COORDINATOR)
def post_centre_invitations(request: dict[str, Any]) -> Any:
    """Make invitations of the caller's centre: codes that no later answer holds

    Repeated, it makes others; withdraw those that are not wanted.
    """
    invited = inviting.invite_for_centre(caller(), **request, door=door(), at=utc_now())
    return {"items": [made(each) for each in invited]}, NOT_STORED


@joining.get("/centre/invitations")
@joining.arguments(PageArguments, location="query")
@joining.response(200, schemas.InvitationPageSchema)
@requires(Role.COORDINATOR)
def get_centre_invitations(page: dict[str, Any]) -> dict[str, Any]:
    """List the invitations of the caller's centre, the latest first"""
    return list_invitations({"centre_id": _centre()}, page)


@joining.delete("/centre/invitations/<id:invitation_id>")
@joining.response(204)
@raises(refusals.InvitationUnknown)
@requires(Role.COORDINATOR)
def delete_centre_invitation(invitation_id: str) -> None:
    """Withdraw an invitation of the caller's centre; a used one stays used"""
    context().stores.invitations.withdraw(invitation_id, centre_id=_centre(), invited_by=None, at=utc_now())


@joining.post("/centre/invitations/sheet")
@joining.arguments(schemas.CodesSchema)
@joining.response(200, {"type": "string"}, content_type=HTML)
@raises(refusals.InvitationUnknown)
@requires(Role.COORDINATOR)
def post_sheet(request: dict[str, Any]) -> Response:
    """Write open invitations of the caller's centre for the printer, a discharge sheet each"""
    codes = list(dict.fromkeys(request["codes"]))
    found = inviting.check_printable(caller(), codes, door=door(), at=utc_now())
    sheets = [
        Sheet(code=written_code(code), link=_link(code), until=f"{each.expires_at:%Y-%m-%d}")
        for code, each in zip(codes, found, strict=True)
    ]
    centre = context().stores.centres.get(_centre())
    page = discharge_sheets(sheets, centre=centre.name, address=f"{context().public_url}/join")
    return Response(page, mimetype=HTML, headers=NOT_STORED)


@joining.post("/invitations/qr")
@joining.arguments(schemas.CodeSchema)
@joining.response(200, {"type": "string"}, content_type=SVG)
@requires("member")
def post_qr(request: dict[str, Any]) -> Response:
    """Draw the QR code of an invitation's link; whether the code is good is not asked"""
    return Response(qr_code(_link(request["code"])), mimetype=SVG, headers=NOT_STORED)


@joining.post("/me/home")
@joining.arguments(schemas.HomeSchema)
@joining.response(200, ProfileSchema)
@raises(
    *(errors.MemberUnknown, errors.CentreUnknown, errors.TooManyCodes, errors.StaleAggregate),
    *(refusals.HomeSettled, refusals.InvitationRefused),
)
@requires("member")
def post_home(request: dict[str, Any]) -> dict[str, Any]:
    """Have a home centre by its invitation, or wait for the word of a centre"""
    who = identity().member_id
    if "invitation" in request:
        address = context().edge.address(client_address())
        member = home.use_invitation(who, request["invitation"], address, door=door(), at=utc_now())
    else:
        member = home.wish_home(who, request["centre_id"], door=door())
    return profile(member)


@joining.delete("/me/home")
@joining.response(200, ProfileSchema)
@raises(errors.MemberUnknown, errors.StaleAggregate)
@requires("member")
def delete_home() -> dict[str, Any]:
    """Take the wish for a home centre back, or leave the home centre"""
    return profile(home.leave_home(identity().member_id, members=context().stores.members))


@joining.get("/centre/joining")
@joining.arguments(PageArguments, location="query")
@joining.response(200, schemas.WaitingPageSchema)
@requires(Role.COORDINATOR)
def get_waiting(page: dict[str, Any]) -> dict[str, Any]:
    """List the members who wait for the word of the caller's centre"""
    behind = decode_cursor(page["cursor"], [str])[0] if page["cursor"] else None
    rows = views.waiting(context().stores.database, _centre(), behind=behind, limit=page["page_size"] + 1)
    return one_page(rows, page["page_size"], "member_id")


@joining.post("/centre/joining/<id:member_id>/confirmation")
@joining.response(204)
@raises(refusals.NotWaiting, errors.StaleAggregate)
@requires(Role.COORDINATOR)
def post_confirmation(member_id: str) -> None:
    """Say yes to a member who waits: the caller's centre is their home centre from now on"""
    home.confirm_home(caller(), member_id, members=context().stores.members)


@joining.delete("/centre/joining/<id:member_id>")
@joining.response(204)
@raises(refusals.NotWaiting, errors.StaleAggregate)
@requires(Role.COORDINATOR)
def delete_waiting(member_id: str) -> None:
    """Say no to a member who waits"""
    home.refuse_home(caller(), member_id, members=context().stores.members)


def _centre() -> str:
    """Name the centre of a coordinator; a token without one names none that could exist."""
    return identity().centre_id or ""


def list_invitations(whose: dict[str, Any], page: dict[str, Any]) -> dict[str, Any]:
    """Give one page of somebody's invitations, the latest first."""
    behind = tuple(decode_cursor(page["cursor"], [datetime, str])) if page["cursor"] else None
    rows = views.invitations(
        context().stores.database, whose, behind=behind, limit=page["page_size"] + 1, at=utc_now()
    )
    return one_page(rows, page["page_size"], "made_at", "id")


def made(invited: inviting.Invited) -> dict[str, Any]:
    """Show an invitation just made, with its code and its link."""
    return {
        "id": invited.invitation.id,
        "code": written_code(invited.code),
        "link": _link(invited.code),
        "expires_at": invited.invitation.expires_at,
    }


def _link(code: str) -> str:
    """Put the code behind a "#", which a browser keeps to itself."""
    return f"{context().public_url}/join#{written_code(code)}"
