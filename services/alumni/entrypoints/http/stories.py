"""Stories, for those who read and review them."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from datetime import datetime
from typing import Any

from alumni.domain import errors
from alumni.domain.errors import story as refusals
from alumni.domain.member import Role
from alumni.domain.story_terms import Topic
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.schemas import stories as schemas
from alumni.handlers import reviewing
from alumni.handlers import story as handlers
from alumni.handlers import story_words as words
from alumni.views import story as views
from chassis.clock import utc_now
from chassis.http import Blueprint, PageArguments, decode_cursor, one_page, public, raises, requires

stories = Blueprint(
    "stories", __name__, url_prefix="/api/alumni", description="Reading and reviewing stories"
)
TOPIC = f"<any({', '.join(Topic)}):topic>"
_REVIEWING = (refusals.ReviewUnknown, refusals.ReviewNotTaken, errors.StaleAggregate)


@stories.get("/stories")
@stories.arguments(schemas.StoryArguments, location="query")
@stories.response(200, schemas.StoryPageSchema)
@raises(errors.MemberUnknown)
@requires("member")
def get_stories(wish: dict[str, Any]) -> dict[str, Any]:
    """List the stories that the caller may read, the latest first"""
    return _listed(wish, handlers.centres_of(caller(), context().stores.members))


@stories.get("/stories/<id:story_id>")
@stories.response(200, schemas.StorySchema)
@raises(refusals.StoryUnknown, refusals.StoryRevoked, errors.MemberUnknown)
@requires("member")
def get_story(story_id: str) -> dict[str, Any]:
    """Read a story; 410 once its author has taken it back"""
    return _read(story_id, handlers.centres_of(caller(), context().stores.members))


@stories.put("/stories/<id:story_id>/helped")
@stories.response(204)
@raises(refusals.StoryUnknown, refusals.StoryRevoked, refusals.OwnStory, errors.MemberUnknown)
@requires("member")
def put_helped(story_id: str) -> None:
    """Say that a story helped; once, however often it is said"""
    stores = context().stores
    words.say_it_helped(
        caller().member_id,
        story_id,
        handlers.centres_of(caller(), stores.members),
        stories=stores.stories,
        consents=stores.consents,
        helped=stores.helped,
        at=utc_now(),
    )


@stories.delete("/stories/<id:story_id>/helped")
@stories.response(204)
@requires("member")
def delete_helped(story_id: str) -> None:
    """Take it back that a story helped"""
    context().stores.helped.remove(story_id, caller().member_id)


@stories.put(f"/stories/picks/{TOPIC}")
@stories.arguments(schemas.PicksSchema)
@stories.response(204)
@raises(refusals.PickUnfit)
@requires(Role.NETWORK_ADMINISTRATOR)
def put_picks(request: dict[str, Any], topic: str) -> None:
    """Recommend up to five stories about a topic, in this order, in place of those before"""
    _pick(topic, request["story_ids"])


@stories.delete(f"/stories/picks/{TOPIC}")
@stories.response(204)
@requires(Role.NETWORK_ADMINISTRATOR)
def delete_picks(topic: str) -> None:
    """Recommend nothing about a topic any more"""
    _pick(topic, [])


@stories.get("/public/stories")
@stories.arguments(schemas.StoryArguments, location="query")
@stories.response(200, schemas.StoryPageSchema)
@public
def get_public_stories(wish: dict[str, Any]) -> dict[str, Any]:
    """List the stories that everybody may read, the latest first"""
    return _listed(wish, None)


@stories.get("/public/stories/<id:story_id>")
@stories.response(200, schemas.StorySchema)
@raises(refusals.StoryUnknown, refusals.StoryRevoked)
@public
def get_public_story(story_id: str) -> dict[str, Any]:
    """Read a story that is for everybody; 410 once its author has taken it back"""
    return _read(story_id, None)


@stories.get("/reviews")
@stories.arguments(PageArguments, location="query")
@stories.response(200, schemas.ReviewPageSchema)
@requires(Role.COORDINATOR, Role.NETWORK_ADMINISTRATOR)
def get_reviews(page: dict[str, Any]) -> dict[str, Any]:
    """List the stories that wait for a review by the caller, the oldest first; nothing of their authors"""
    rows = views.reviews(
        context().stores.database, caller(), behind=_behind(page), limit=page["page_size"] + 1, at=utc_now()
    )
    return one_page(rows, page["page_size"], "submitted_at", "id")


@stories.post("/reviews/<id:story_id>/lease")
@stories.response(200, schemas.ReviewSchema)
@raises(refusals.ReviewUnknown, refusals.ReviewTaken, errors.StaleAggregate)
@requires(Role.COORDINATOR, Role.NETWORK_ADMINISTRATOR)
def post_lease(story_id: str) -> dict[str, Any]:
    """Take a story for 48 hours, in which nobody else decides about it"""
    stores = context().stores
    return views.review(
        reviewing.take_review(caller(), story_id, stories=stores.stories, audit=stores.audit, at=utc_now())
    )


@stories.post("/reviews/<id:story_id>/masks")
@stories.arguments(schemas.LiftingSchema)
@stories.response(200, schemas.ReviewSchema)
@raises(*_REVIEWING, refusals.MaskUnknown, refusals.MaskLasts)
@requires(Role.COORDINATOR, Role.NETWORK_ADMINISTRATOR)
def post_lifting(request: dict[str, Any], story_id: str) -> dict[str, Any]:
    """Lift a contested mask of a story that the caller has taken, or put it back"""
    return views.review(
        reviewing.lift_mask(caller(), story_id, **request, stories=context().stores.stories, at=utc_now())
    )


@stories.post("/reviews/<id:story_id>/acceptance")
@stories.response(204)
@raises(*_REVIEWING)
@requires(Role.COORDINATOR, Role.NETWORK_ADMINISTRATOR)
def post_acceptance(story_id: str) -> None:
    """Let the author publish a story that the caller has taken"""
    stores = context().stores
    reviewing.accept_story(caller(), story_id, stories=stores.stories, audit=stores.audit, at=utc_now())


@stories.post("/reviews/<id:story_id>/return")
@stories.arguments(schemas.NoteSchema)
@stories.response(204)
@raises(*_REVIEWING)
@requires(Role.COORDINATOR, Role.NETWORK_ADMINISTRATOR)
def post_return(request: dict[str, Any], story_id: str) -> None:
    """Send a story that the caller has taken back to its author, with a note"""
    stores = context().stores
    reviewing.send_story_back(
        caller(), story_id, **request, stories=stores.stories, audit=stores.audit, at=utc_now()
    )


def _pick(topic: str, story_ids: list[str]) -> None:
    stores = context().stores
    words.pick_stories(
        caller(),
        Topic(topic),
        story_ids,
        stories=stores.stories,
        consents=stores.consents,
        picks=stores.picks,
        audit=stores.audit,
        at=utc_now(),
    )


def _listed(wish: dict[str, Any], centre_ids: frozenset[str] | None) -> dict[str, Any]:
    size, behind = wish["page_size"], _behind(wish)
    wanted: dict[str, Any] = {
        name: wish[name].value for name in ("topic", "language", "kind") if name in wish
    }
    database, now = context().stores.database, utc_now()
    rows = views.stories(database, centre_ids, wanted, behind=behind, limit=size + 1, at=now)
    picked = [] if behind else views.picks(database, centre_ids, wanted, at=now)
    return {**one_page(rows, size, "published_at", "id"), "picks": picked}


def _read(story_id: str, centre_ids: frozenset[str] | None) -> dict[str, Any]:
    stores, now = context().stores, utc_now()
    found = handlers.read_story(
        story_id, centre_ids, stories=stores.stories, consents=stores.consents, at=now
    )
    return views.story(stores.database, found, centre_ids, at=now)


def _behind(page: dict[str, Any]) -> tuple[datetime, str] | None:
    if not page["cursor"]:
        return None
    since, last_id = decode_cursor(page["cursor"], [datetime, str])
    return since, last_id
