"""Finding a mentor, and walking together."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from alumni.domain import errors
from alumni.domain.errors import mentoring as mentor_refusals
from alumni.domain.errors import pairs as refusals
from alumni.domain.matching import Wish
from alumni.domain.pair import Pair, PairContact
from alumni.entrypoints.http.context import context
from alumni.entrypoints.schemas import pairs as schemas
from alumni.handlers import pairs as handlers
from alumni.views import pairs as views
from chassis.clock import utc_now
from chassis.http import (
    IDEMPOTENCY_KEY,
    Blueprint,
    Problem,
    decode_cursor,
    idempotency_key,
    identity,
    one_page,
    raises,
    requires,
)
from chassis.ids import derived_id, new_id

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.WishMissing: Problem(409, "wish-missing", "Say first what you wish for."),
    refusals.MentorUnfit: Problem(409, "mentor-unfit", "This mentor cannot be asked."),
    refusals.PairUnknown: Problem(404, "pair-unknown", "There is no such pair."),
    refusals.PairOver: Problem(409, "pair-over", "The pair is not open for this (any more)."),
    refusals.WalkingAlready: Problem(409, "walking-already", "A mentee walks with one mentor at a time."),
    refusals.TooManyProposals: Problem(409, "too-many-proposals", "Wait for an answer first."),
    refusals.RenewalTooEarly: Problem(409, "renewal-too-early", "Renew in the last four weeks."),
    refusals.ContactImpossible: Problem(409, "contact-impossible", "Neither before the pair nor ahead."),
}
# What may stop a change of one's own pair.
REFUSALS = (refusals.PairUnknown, refusals.PairOver, errors.StaleAggregate)

pairs = Blueprint("pairs", __name__, url_prefix="/api/alumni", description="Mentors and mentees together")


def walks() -> handlers.Walks:
    """Give what pairs are made of."""
    return context().stores.walks


@pairs.put("/me/mentor-wish")
@pairs.arguments(schemas.WishSchema)
@pairs.response(200, schemas.WishSchema)
@raises(mentor_refusals.MentoringConsentNeeded)
@requires("member")
def put_wish(wish: Wish) -> Wish:
    """Wish for a mentor; needs the consent to mentoring"""
    stores = context().stores
    handlers.wish_for_mentor(
        identity().member_id, wish, wishes=stores.wishes, consents=stores.consents, at=utc_now()
    )
    return wish


@pairs.get("/me/mentor-wish")
@pairs.response(200, schemas.WishSchema)
@raises(refusals.WishMissing)
@requires("member")
def get_wish() -> Wish:
    """Show what the caller wishes for"""
    return context().stores.wishes.get(identity().member_id)


@pairs.delete("/me/mentor-wish")
@pairs.response(204)
@requires("member")
def delete_wish() -> None:
    """Look for no mentor any more; a pair that walks goes on"""
    context().stores.wishes.remove(identity().member_id)


@pairs.get("/me/mentor-suggestions")
@pairs.response(200, schemas.SuggestionsSchema)
@raises(mentor_refusals.MentoringConsentNeeded, refusals.WishMissing)
@requires("member")
def get_suggestions() -> dict[str, Any]:
    """Suggest the mentors who fit best, each with the reasons"""
    stores = context().stores
    found = handlers.suggest_mentors(
        identity().member_id, field=stores.field, consents=stores.consents, at=utc_now()
    )
    return {"items": views.suggestions(stores.database, found)}


@pairs.post("/pairs")
@pairs.arguments(schemas.AskingMentorSchema)
@pairs.response(201, schemas.PairSchema)
@raises(
    *(mentor_refusals.MentoringConsentNeeded, refusals.WishMissing, refusals.MentorUnfit),
    *(refusals.WalkingAlready, refusals.TooManyProposals, errors.StaleAggregate),
)
@requires("member")
def post_pair(request: dict[str, Any]) -> dict[str, Any]:
    """Ask a mentor, who has seven days to say yes; asking again changes nothing"""
    pair = handlers.ask_mentor(
        identity().member_id,
        request["mentor_id"],
        walks=walks(),
        consents=context().stores.consents,
        at=utc_now(),
    )
    return _shown(pair)


@pairs.get("/pairs")
@pairs.arguments(schemas.PairListArguments, location="query")
@pairs.response(200, schemas.PairPageSchema)
@requires("member")
def get_pairs(page: dict[str, Any]) -> dict[str, Any]:
    """List the caller's pairs, as mentor and as mentee"""
    behind = decode_cursor(page["cursor"], [str])[0] if page["cursor"] else ""
    size = page["page_size"]
    rows = views.pairs_of(
        context().stores.database, identity().member_id, page["state"], behind=behind, limit=size + 1
    )
    return one_page(rows, size, "id")


@pairs.get("/pairs/<id:pair_id>")
@pairs.response(200, schemas.PairSchema)
@raises(refusals.PairUnknown)
@requires("member")
def get_pair(pair_id: str) -> dict[str, Any]:
    """Show one of the caller's pairs"""
    return _shown(handlers.own_pair(identity().member_id, pair_id, pairs=context().stores.pairs))


@pairs.post("/pairs/<id:pair_id>/acceptance")
@pairs.response(200, schemas.PairSchema)
@raises(*REFUSALS, mentor_refusals.MentorFull, refusals.WalkingAlready, refusals.MentorUnfit)
@requires("member")
def post_acceptance(pair_id: str) -> dict[str, Any]:
    """Say yes; with both the pair walks together for twelve weeks"""
    return _shown(handlers.accept_pair(identity().member_id, pair_id, walks=walks(), at=utc_now()))


@pairs.post("/pairs/<id:pair_id>/refusal")
@pairs.response(200, schemas.PairSchema)
@raises(*REFUSALS)
@requires("member")
def post_refusal(pair_id: str) -> dict[str, Any]:
    """Say no to a proposal, or take one's own back; no reason is asked for"""
    return _closed(pair_id, lambda pair: pair.decline(at=utc_now()))


@pairs.put("/pairs/<id:pair_id>/goals")
@pairs.arguments(schemas.GoalsSchema)
@pairs.response(200, schemas.PairSchema)
@raises(*REFUSALS)
@requires("member")
def put_goals(request: dict[str, Any], pair_id: str) -> dict[str, Any]:
    """Write down the goals of the agreement, which only the two read"""
    return _changed(pair_id, lambda pair: pair.agree_on(tuple(request["goals"])))


@pairs.post("/pairs/<id:pair_id>/contacts", parameters=[IDEMPOTENCY_KEY])
@pairs.arguments(schemas.ContactLogSchema)
@pairs.response(201, schemas.PairSchema)
@raises(*REFUSALS, refusals.ContactImpossible)
@requires("member")
def post_contact(request: dict[str, Any], pair_id: str) -> dict[str, Any]:
    """Log a contact: how, how long, and a word on how it went"""
    now, who = utc_now(), identity().member_id
    contact_id = derived_id("pair-contact", pair_id, who, idempotency_key() or new_id())
    contact = PairContact(id=contact_id, by=who, **{**request, "at": request["at"] or now})
    return _changed(pair_id, lambda pair: pair.log(contact, at=now))


@pairs.post("/pairs/<id:pair_id>/renewal")
@pairs.response(200, schemas.PairSchema)
@raises(*REFUSALS, refusals.RenewalTooEarly)
@requires("member")
def post_renewal(pair_id: str) -> dict[str, Any]:
    """Want twelve weeks more; they are added once both do"""
    return _changed(pair_id, lambda pair: pair.renew(identity().member_id, at=utc_now()))


@pairs.post("/pairs/<id:pair_id>/ending")
@pairs.response(200, schemas.PairSchema)
@raises(refusals.PairUnknown, errors.StaleAggregate)
@requires("member")
def post_ending(pair_id: str) -> dict[str, Any]:
    """End without fault; the other is told, and the mentee's wish stands"""
    return _closed(pair_id, lambda pair: pair.end(identity().member_id, at=utc_now()))


def _changed(pair_id: str, decide: handlers.Decision) -> dict[str, Any]:
    pair = handlers.change_pair(identity().member_id, pair_id, decide, pairs=context().stores.pairs)
    return _shown(pair)


def _closed(pair_id: str, decide: handlers.Decision) -> dict[str, Any]:
    return _shown(handlers.close_pair(identity().member_id, pair_id, decide, walks=walks()))


def _shown(pair: Pair) -> dict[str, Any]:
    return views.shown_to(context().stores.database, identity().member_id, [pair])[0]
