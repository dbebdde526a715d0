"""Being erased, from everywhere."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from alumni.domain import errors
from alumni.domain.errors import erasure as refusals
from alumni.entrypoints.http.context import context
from alumni.entrypoints.schemas import erasure as schemas
from alumni.handlers import erasure as handlers
from alumni.views import erasure as views
from chassis.clock import utc_now
from chassis.http import Blueprint, Problem, identity, raises, requires

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.ErasureUnknown: Problem(404, "erasure-unknown", "Nothing is being erased that could be undone."),
    refusals.NotMeant: Problem(409, "not-meant", "Send a code of your own contact, or the word."),
}

erasures = Blueprint("erasures", __name__, url_prefix="/api/alumni", description="Being erased")


@erasures.post("/me/erasure")
@erasures.arguments(schemas.ErasureAskingSchema)
@erasures.response(202, schemas.ErasureSchema)
@raises(refusals.NotMeant, errors.CodeWrong, errors.CodeExpired, errors.MemberUnknown)
@requires("member")
def post_erasure(request: dict[str, Any]) -> dict[str, Any]:
    """Be erased from every service, contacts first: at once, or after some days

    Asked again, it is the same erasure; every session ends here when it is at once.
    """
    work = context()
    erasure = handlers.ask_erasure(
        handlers.AskErasure(member_id=identity().member_id, **request),
        erasures=work.stores.erasures,
        members=work.stores.members,
        sessions=work.stores.sessions,
        attempts=work.stores.attempts,
        hashes=work.edge.hashes,
        at=utc_now(),
    )
    return views.erasure(erasure)


@erasures.get("/me/erasure")
@erasures.response(200, schemas.ErasureSchema)
@raises(refusals.ErasureUnknown)
@requires("member")
def get_erasure() -> dict[str, Any]:
    """See how far it is, as long as the last token is good"""
    return views.erasure(context().stores.erasures.of(identity().member_id))


@erasures.delete("/me/erasure")
@erasures.response(204)
@raises(refusals.ErasureUnknown, errors.StaleAggregate)
@requires("member")
def delete_erasure() -> None:
    """Stay after all, within the days that were chosen"""
    handlers.undo_erasure(identity().member_id, erasures=context().stores.erasures, at=utc_now())
