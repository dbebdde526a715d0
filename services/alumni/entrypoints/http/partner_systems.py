"""The keys of a centre's own systems, and what those may do with them."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from alumni.adapters.tokens import ACCESS_LIFE
from alumni.domain.api_key import ApiKey, KeySecret, Scope
from alumni.domain.errors import api_keys as refusals
from alumni.domain.errors.joining import InvitersOnly
from alumni.domain.member import Role
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.http.joining import NOT_STORED, door, made
from alumni.entrypoints.schemas import partner_systems as schemas
from alumni.entrypoints.schemas.joining import CentreInvitingSchema, NewInvitationsSchema
from alumni.handlers import api_keys as handlers
from alumni.handlers.inviting import invite_by
from alumni.views import partner_systems as views
from chassis.clock import utc_now
from chassis.http import (
    PARTNER_SYSTEM,
    Blueprint,
    Problem,
    client_address,
    identity,
    public,
    raises,
    requires,
    scoped,
)

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.KeyUnknown: Problem(404, "key-unknown", "The centre has no such key."),
    refusals.KeyRefused: Problem(401, "key-refused", "The key is not accepted."),
    refusals.KeyLabelTaken: Problem(409, "key-label-taken", "Another key of the centre bears this label."),
    refusals.TooManyKeys: Problem(409, "too-many-keys", "The centre has as many keys as it may have."),
    refusals.TooManyTries: Problem(429, "too-many-tries", "Too many keys were shown; try again later."),
}

keys = Blueprint(
    "keys", __name__, url_prefix="/api/alumni/centre/keys", description="Keys of a centre's own systems"
)
partner = Blueprint(
    "partner", __name__, url_prefix="/api/alumni/partner", description="For the systems of partner centres"
)


@keys.post("")
@keys.arguments(schemas.NewKeySchema)
@keys.response(201, schemas.ShownKeySchema)
@raises(refusals.KeyLabelTaken, refusals.TooManyKeys, refusals.KeyUnknown)
@requires(Role.COORDINATOR)
def post_key(request: dict[str, Any]) -> Any:
    """Make a key for a system of the caller's centre; no later answer holds its secret"""
    stores = context().stores
    made_now = handlers.create_key(
        caller(), **request, keys=stores.api_keys, audit=stores.audit, at=utc_now()
    )
    return _shown(*made_now), NOT_STORED


@keys.get("")
@keys.response(200, schemas.KeysSchema)
@requires(Role.COORDINATOR)
def get_keys() -> dict[str, Any]:
    """List the keys of the caller's centre: what they may do, and the day of their last use"""
    found = context().stores.api_keys.of(identity().centre_id or "")
    return {"items": [views.api_key(each) for each in found]}


@keys.post("/<id:key_id>/rotation")
@keys.arguments(schemas.RotationSchema)
@keys.response(200, schemas.ShownKeySchema)
@raises(refusals.KeyUnknown)
@requires(Role.COORDINATOR)
def post_rotation(request: dict[str, Any], key_id: str) -> Any:
    """Give a key a new secret; the one before stays good for at most 24 hours"""
    stores = context().stores
    overlap = timedelta(hours=request["overlap_hours"])
    rotated = handlers.rotate_key(
        caller(), key_id, overlap=overlap, keys=stores.api_keys, audit=stores.audit, at=utc_now()
    )
    return _shown(*rotated), NOT_STORED


@keys.delete("/<id:key_id>")
@keys.response(204)
@raises(refusals.KeyUnknown)
@requires(Role.COORDINATOR)
def delete_key(key_id: str) -> None:
    """Revoke a key at once"""
    stores = context().stores
    handlers.revoke_key(caller(), key_id, keys=stores.api_keys, audit=stores.audit, at=utc_now())


@partner.post("/tokens")
@partner.arguments(schemas.ShownSecretSchema)
@partner.response(200, schemas.SystemTokenSchema)
@raises(refusals.KeyRefused, refusals.TooManyTries)
@public
def post_token(request: dict[str, KeySecret]) -> Any:
    """Exchange a key for a token of 15 minutes; whatever is wrong with a key, the refusal is the same"""
    work = context()
    key, token = handlers.exchange_key(
        request["shown"],
        work.edge.address(client_address()),
        keys=work.stores.api_keys,
        centres=work.stores.centres,
        allowances=work.stores.allowances,
        tokens=work.signer,
        tries=work.limits.per_address,
        at=utc_now(),
    )
    answer = {
        "access_token": token,
        "expires_in": int(ACCESS_LIFE.total_seconds()),
        "centre_id": key.centre_id,
        "scopes": sorted(key.scopes),
    }
    return answer, NOT_STORED


@partner.get("/centre")
@partner.response(200, schemas.OwnCentreSchema)
@raises(refusals.KeyRefused)
@requires(PARTNER_SYSTEM)
@scoped(Scope.DIRECTORY_READ)
def get_centre() -> dict[str, Any]:
    """Show the centre for which the system acts, as the directory has it"""
    return views.own_centre(context().stores.centres.get(acting_key().centre_id))


@partner.post("/invitations")
@partner.arguments(CentreInvitingSchema)
@partner.response(201, NewInvitationsSchema)
@raises(refusals.KeyRefused, InvitersOnly)
@requires(PARTNER_SYSTEM)
@scoped(Scope.INVITATIONS_WRITE)
def post_invitations(request: dict[str, Any]) -> Any:
    """Make invitations of the centre, as its coordinators do; no later answer holds their codes"""
    key = acting_key()
    invited = invite_by(key.id, key.centre_id, **request, door=door(), at=utc_now())
    return {"items": [made(each) for each in invited]}, NOT_STORED


def acting_key() -> ApiKey:
    """Find the key that the token was given for, if it is still good."""
    stores = context().stores
    return handlers.good_key(identity().member_id, keys=stores.api_keys, centres=stores.centres, at=utc_now())


def _shown(key: ApiKey, secret: KeySecret) -> dict[str, Any]:
    return {**views.api_key(key), "key": str(secret)}
