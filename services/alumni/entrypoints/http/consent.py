"""The consent notice, and what members say to it."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from alumni.domain import errors
from alumni.domain.errors import consent as refusals
from alumni.domain.errors.joining import NoticeOutdated
from alumni.entrypoints.http.context import context
from alumni.entrypoints.schemas import consent as schemas
from alumni.handlers.consent import give_consent, withdraw_consent
from alumni.views import consent as views
from chassis.clock import utc_now
from chassis.http import (
    Blueprint,
    PageArguments,
    Problem,
    decode_cursor,
    identity,
    one_page,
    public,
    raises,
    requires,
)

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.EraseInstead: Problem(409, "erase-instead", "Nobody is a member without it; erase the account."),
    refusals.RecipientNeeded: Problem(
        409, "recipient-needed", "This is agreed to where the move or the story is, each by itself."
    ),
    refusals.TooManyChanges: Problem(409, "too-many-changes", "This consent was changed too often."),
}
PURPOSE = '<any(membership, messages, "home-centre", mentoring, figures, transfer, story):purpose>'

consents = Blueprint("consents", __name__, url_prefix="/api/alumni", description="Consent, by purpose")


@consents.get("/notices/current")
@consents.arguments(schemas.NoticeArguments, location="query")
@consents.response(200, schemas.NoticeSchema)
@public
def get_notice(arguments: dict[str, Any]) -> dict[str, Any]:
    """Read what becomes of what is told here, purpose by purpose"""
    return views.current_notice(arguments["language"])


@consents.get("/me/consents")
@consents.arguments(PageArguments, location="query")
@consents.response(200, schemas.ConsentPageSchema)
@requires("member")
def get_consents(page: dict[str, Any]) -> dict[str, Any]:
    """List what the caller has said, purpose by purpose, with its history"""
    behind = decode_cursor(page["cursor"], [str])[0] if page["cursor"] else ""
    size = page["page_size"]
    found = context().stores.consents.all_of(identity().member_id, behind=behind, limit=size + 1)
    return one_page([views.consent(each) for each in found], size, "id")


@consents.put(f"/me/consents/{PURPOSE}")
@consents.arguments(schemas.GivingSchema)
@consents.response(200, schemas.ConsentSchema)
@raises(refusals.RecipientNeeded, NoticeOutdated, refusals.TooManyChanges, errors.StaleAggregate)
@requires("member")
def put_consent(request: dict[str, Any], purpose: str) -> dict[str, Any]:
    """Say yes to a purpose, having read the notice"""
    said = give_consent(
        identity().member_id,
        purpose,
        notice=request["notice"],
        language=request["language"].value,
        consents=context().stores.consents,
        at=utc_now(),
    )
    return views.consent(said)


@consents.delete(f"/me/consents/{PURPOSE}")
@consents.arguments(schemas.WithdrawingArguments, location="query")
@consents.response(204)
@raises(refusals.EraseInstead, errors.StaleAggregate)
@requires("member")
def delete_consent(arguments: dict[str, Any], purpose: str) -> None:
    """Say no to a purpose; what follows from it is done at once"""
    withdraw_consent(
        identity().member_id,
        purpose,
        recipient=arguments["recipient"],
        consents=context().stores.consents,
        at=utc_now(),
    )
