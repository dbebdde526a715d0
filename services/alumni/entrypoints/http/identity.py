"""Signing in, sessions, and a member's own profile."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify
from flask import request as flask_request

from alumni.adapters.tokens import ACCESS_LIFE
from alumni.domain import errors
from alumni.domain.client import coarse_name
from alumni.domain.commands import AddContact, ChangeProfile, RefreshSession, RequestCode, SignIn, SignOut
from alumni.domain.contact import Channel, Language
from alumni.domain.errors.joining import ContactsLast
from alumni.domain.joining import Joining
from alumni.entrypoints.http.context import context
from alumni.entrypoints.http.joining import REFUSALS, door
from alumni.entrypoints.schemas import identity as schemas
from alumni.handlers.profile import add_contact, change_profile, remove_contact
from alumni.handlers.sessions import refresh_session, sign_out
from alumni.handlers.sign_in import TokenPair, request_code, sign_in
from alumni.views import identity as views
from chassis.clock import utc_now
from chassis.http import Blueprint, Problem, client_address, identity, public, raises, requires

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.TooManyCodes: Problem(429, "too-many-codes", "Too many codes were asked for; wait a while."),
    errors.CodeWrong: Problem(401, "code-wrong", "This is not the code that was sent."),
    errors.CodeExpired: Problem(401, "code-expired", "This code is no longer good; ask for another one."),
    errors.RefreshTokenRefused: Problem(401, "refresh-token-refused", "The session is over; sign in again."),
    errors.MemberUnknown: Problem(404, "member-unknown", "There is no such member."),
    errors.InvalidHandle: Problem(422, "handle-invalid", "The handle is not valid."),
    errors.HandleTaken: Problem(409, "handle-taken", "Another member has this handle."),
    errors.ContactTaken: Problem(409, "contact-taken", "This contact belongs to another member."),
    errors.CentreUnknown: Problem(404, "centre-unknown", "There is no such centre."),
    errors.CentreDiffers: Problem(409, "centre-differs", "Another centre has this id."),
    errors.StaleAggregate: Problem(409, "changed-meanwhile", "It was changed meanwhile; try again."),
}

alumni = Blueprint("alumni", __name__, url_prefix="/api/alumni", description="Identity and sign-in")
well_known = Blueprint("well_known", __name__, description="Public keys")


@alumni.post("/sign-in/codes")
@alumni.arguments(schemas.CodeRequestSchema)
@alumni.response(202, schemas.AttemptSchema)
@raises(errors.TooManyCodes)
@public
def post_code(request: dict[str, Any]) -> dict[str, Any]:
    """Send a one-time code to a phone number or an e-mail address

    Known and unknown contacts get the same answer.
    """
    return _send_code(request["contact"], request["language"], member_id=None)


@alumni.post("/sign-in/tokens")
@alumni.arguments(schemas.SignInSchema)
@alumni.response(200, schemas.SignedInSchema)
@raises(errors.CodeWrong, errors.CodeExpired, errors.StaleAggregate, *REFUSALS)
@public
def post_sign_in(request: dict[str, Any]) -> dict[str, Any]:
    """Exchange the right code for tokens; who has not joined yet joins with it

    `joining-required` leaves the code good: show the consent notice, and send the code again with
    `joining`. `code-wrong` comes with `tries_left`; after `code-expired`, ask for another code.
    """
    work = context()
    wish = request.pop("joining")
    signed_in = sign_in(
        SignIn(
            **request,
            joining=Joining(**wish) if wish else None,
            address_hash=work.edge.address(client_address()),
            client=coarse_name(flask_request.user_agent.string),
        ),
        attempts=work.stores.attempts,
        sessions=work.stores.sessions,
        door=door(),
        tokens=work.signer,
        at=utc_now(),
    )
    member = signed_in.member
    who = {"id": member.id, "handle": member.handle.spelling, "joined_now": signed_in.joined_now}
    return {**_tokens(signed_in.tokens), "member": who}


@alumni.post("/sessions/refresh")
@alumni.arguments(schemas.RefreshSchema)
@alumni.response(200, schemas.TokensSchema)
@raises(errors.RefreshTokenRefused)
@public
def post_refresh(request: dict[str, Any]) -> dict[str, Any]:
    """Exchange the newest refresh token for new tokens; an older one ends the session"""
    work = context()
    pair = refresh_session(
        RefreshSession(**request),
        sessions=work.stores.sessions,
        members=work.stores.members,
        use=work.stores.days_of_use,
        tokens=work.signer,
        at=utc_now(),
    )
    return _tokens(pair)


@alumni.delete("/sessions/current")
@alumni.response(204)
@requires("member")
def delete_session() -> None:
    """Sign out: no refresh token of this session is good any more"""
    sign_out(SignOut(session_id=identity().session_id), sessions=context().stores.sessions, at=utc_now())


@alumni.get("/me")
@alumni.response(200, schemas.ProfileSchema)
@raises(errors.MemberUnknown)
@requires("member")
def get_me() -> dict[str, Any]:
    """Show the caller's own profile"""
    stores = context().stores
    member = stores.members.get(identity().member_id)
    stores.days_of_use.record(member.id, utc_now())
    return views.profile(member)


@alumni.patch("/me")
@alumni.arguments(schemas.ProfileChangeSchema)
@alumni.response(200, schemas.ProfileSchema)
@raises(errors.HandleTaken, errors.MemberUnknown, errors.StaleAggregate)
@requires("member")
def patch_me(request: dict[str, Any]) -> dict[str, Any]:
    """Change the caller's handle, language or time zone"""
    command = ChangeProfile(member_id=identity().member_id, **request)
    return views.profile(change_profile(command, members=context().stores.members))


@alumni.post("/me/contacts")
@alumni.arguments(schemas.ContactSchema)
@alumni.response(202, schemas.AttemptSchema)
@raises(errors.TooManyCodes, errors.MemberUnknown)
@requires("member")
def post_contact(request: dict[str, Any]) -> dict[str, Any]:
    """Send a code to a contact that the caller wants to add"""
    member = context().stores.members.get(identity().member_id)
    return _send_code(request["contact"], member.language, member_id=member.id)


@alumni.post("/me/contacts/verifications")
@alumni.arguments(schemas.VerificationSchema)
@alumni.response(200, schemas.ProfileSchema)
@raises(
    errors.CodeWrong, errors.CodeExpired, errors.ContactTaken, errors.MemberUnknown, errors.StaleAggregate
)
@requires("member")
def post_contact_verification(request: dict[str, Any]) -> dict[str, Any]:
    """Add the contact whose code this is; it replaces the channel's former one

    `code-wrong` comes with `tries_left`; after `code-expired`, ask for another code.
    """
    work = context()
    member = add_contact(
        AddContact(member_id=identity().member_id, **request),
        attempts=work.stores.attempts,
        members=work.stores.members,
        hashes=work.edge.hashes,
        at=utc_now(),
    )
    return views.profile(member)


@alumni.delete("/me/contacts/<any(sms, email):channel>")
@alumni.response(200, schemas.ProfileSchema)
@raises(ContactsLast, errors.MemberUnknown, errors.StaleAggregate)
@requires("member")
def delete_contact(channel: str) -> dict[str, Any]:
    """Be reached by one channel less; the last one stays"""
    member = remove_contact(identity().member_id, Channel(channel), members=context().stores.members)
    return views.profile(member)


@alumni.get("/jwks.json")
@alumni.response(200, schemas.JwksSchema)
@public
def get_keys() -> Response:
    """Publish the keys that verify access tokens"""
    return _keys()


@well_known.get("/.well-known/jwks.json")
@well_known.response(200, schemas.JwksSchema)
@public
def get_well_known_keys() -> Response:
    """Publish the keys that verify access tokens, where the platform's own services look"""
    return _keys()


def _send_code(contact: Any, language: Language, *, member_id: str | None) -> dict[str, Any]:
    work = context()
    edge = work.edge
    command = RequestCode(
        contact=edge.contact(*contact),
        language=language,
        address_hash=edge.address(client_address()),
        member_id=member_id,
    )
    attempt = request_code(
        command,
        attempts=work.stores.attempts,
        allowances=work.stores.allowances,
        limits=work.limits,
        seal=work.edge.seal,
        hashes=work.edge.hashes,
        at=utc_now(),
    )
    return {"attempt_id": attempt.id, "expires_at": attempt.expires_at}


def _tokens(pair: TokenPair) -> dict[str, Any]:
    return {
        "access_token": pair.access_token,
        "token_type": "Bearer",
        "expires_in": int(ACCESS_LIFE.total_seconds()),
        "refresh_token": str(pair.refresh_token),
    }


def _keys() -> Response:
    answer = jsonify(context().signer.jwks())
    answer.cache_control.public = True
    answer.cache_control.max_age = 300
    return answer
