"""Stories, for those who write them."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from alumni.adapters.masking import masking
from alumni.domain import errors
from alumni.domain.errors import story as refusals
from alumni.domain.errors.joining import NoticeOutdated
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.schemas import story as schemas
from alumni.entrypoints.schemas.stories import TranslationsSchema
from alumni.handlers import story as handlers
from alumni.handlers.story_words import agree_to_translation
from alumni.views import story as views
from chassis.clock import utc_now
from chassis.http import (
    IDEMPOTENCY_KEY,
    Blueprint,
    PageArguments,
    Problem,
    decode_cursor,
    idempotency_key,
    identity,
    one_page,
    raises,
    requires,
)

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.StoryUnknown: Problem(404, "story-unknown", "There is no such story."),
    refusals.StoryRevoked: Problem(410, "story-revoked", "Its author has taken this story back."),
    refusals.StorySettled: Problem(409, "story-settled", "It is under review, or was accepted as it is."),
    refusals.NotAccepted: Problem(409, "not-accepted", "A reviewer has to accept it first."),
    refusals.NoHomeForAudience: Problem(409, "no-home-centre", "There is no home centre to read it."),
    refusals.OwnStory: Problem(409, "own-story", "It is your own story."),
    refusals.NotAgreed: Problem(409, "not-agreed", "Who wrote the original has not said yes to it."),
    refusals.PickUnfit: Problem(409, "pick-unfit", "Pick what every member can read, and of this topic."),
    refusals.TooManyStories: Problem(409, "too-many-stories", "Delete a draft before you begin another."),
    refusals.MaskUnknown: Problem(422, "mask-unknown", "There is nothing to mask or to show at this place."),
    refusals.MaskLasts: Problem(409, "mask-lasts", "Numbers and addresses stay masked."),
    refusals.ReviewTaken: Problem(409, "review-taken", "Somebody else reviews it."),
    refusals.ReviewUnknown: Problem(404, "review-unknown", "There is no such story to review."),
    refusals.ReviewNotTaken: Problem(409, "review-not-taken", "Take it before you decide about it."),
}

story = Blueprint("story", __name__, url_prefix="/api/alumni", description="Writing stories")


@story.post("/me/stories", parameters=[IDEMPOTENCY_KEY])
@story.arguments(schemas.WritingSchema)
@story.response(201, schemas.OwnStorySchema)
@raises(refusals.TooManyStories, refusals.StoryUnknown, refusals.StoryRevoked, errors.MemberUnknown)
@requires("member")
def post_story(request: dict[str, Any]) -> dict[str, Any]:
    """Begin a story, which nobody else reads yet; the answer shows what others would not see of it"""
    stores = context().stores
    written = handlers.write_story(
        handlers.WriteStory(
            author_id=identity().member_id,
            key=idempotency_key(),
            centre_ids=handlers.centres_of(caller(), stores.members),
            **request,
        ),
        stories=stores.stories,
        consents=stores.consents,
        masking=masking(stores.database),
        at=utc_now(),
    )
    return views.own_story(written)


@story.get("/me/stories")
@story.arguments(PageArguments, location="query")
@story.response(200, schemas.OwnStoryPageSchema)
@requires("member")
def get_own_stories(page: dict[str, Any]) -> dict[str, Any]:
    """List what the caller has written"""
    behind = decode_cursor(page["cursor"], [str])[0] if page["cursor"] else ""
    rows = views.own_stories(
        context().stores.database, identity().member_id, behind=behind, limit=page["page_size"] + 1
    )
    return one_page(rows, page["page_size"], "id")


@story.get("/me/stories/<id:story_id>")
@story.response(200, schemas.OwnStorySchema)
@raises(refusals.StoryUnknown)
@requires("member")
def get_own_story(story_id: str) -> dict[str, Any]:
    """Show a story of the caller, and its masks"""
    return views.own_story(handlers.own_story(identity().member_id, story_id, context().stores.stories))


@story.patch("/me/stories/<id:story_id>")
@story.arguments(schemas.ChangesSchema)
@story.response(200, schemas.OwnStorySchema)
@raises(refusals.StoryUnknown, refusals.StorySettled, errors.StaleAggregate)
@requires("member")
def patch_story(request: dict[str, Any], story_id: str) -> dict[str, Any]:
    """Change a draft, or what was sent back; a text that is written anew is masked anew"""
    changed = handlers.rewrite_story(
        identity().member_id,
        story_id,
        request,
        stories=context().stores.stories,
        masking=masking(context().stores.database),
    )
    return views.own_story(changed)


@story.delete("/me/stories/<id:story_id>")
@story.response(204)
@raises(refusals.StoryUnknown, refusals.StorySettled, errors.StaleAggregate)
@requires("member")
def delete_story(story_id: str) -> None:
    """Forget a draft, or what was sent back"""
    handlers.discard_story(identity().member_id, story_id, stories=context().stores.stories)


@story.post("/me/stories/<id:story_id>/masks")
@story.arguments(schemas.MaskingSchema)
@story.response(200, schemas.OwnStorySchema)
@raises(refusals.StoryUnknown, refusals.StorySettled, refusals.MaskUnknown, errors.StaleAggregate)
@requires("member")
def post_mask(request: dict[str, Any], story_id: str) -> dict[str, Any]:
    """Mask more than was found"""
    stories = context().stores.stories
    return views.own_story(handlers.mask_more(identity().member_id, story_id, **request, stories=stories))


@story.post("/me/stories/<id:story_id>/masks/contested")
@story.arguments(schemas.PlaceSchema)
@story.response(200, schemas.OwnStorySchema)
@raises(
    *(refusals.StoryUnknown, refusals.StorySettled, refusals.MaskUnknown, refusals.MaskLasts),
    errors.StaleAggregate,
)
@requires("member")
def post_contested(request: dict[str, Any], story_id: str) -> dict[str, Any]:
    """Say that a mask hides nothing of anybody; it stays until a reviewer agrees"""
    stories = context().stores.stories
    return views.own_story(handlers.contest_mask(identity().member_id, story_id, **request, stories=stories))


@story.post("/me/stories/<id:story_id>/submission")
@story.response(200, schemas.OwnStorySchema)
@raises(refusals.StoryUnknown, refusals.StorySettled, errors.MemberUnknown, errors.StaleAggregate)
@requires("member")
def post_submission(story_id: str) -> dict[str, Any]:
    """Ask for a review by a coordinator of another centre, who sees the masked text and not the author"""
    stores = context().stores
    submitted = handlers.submit_story(
        identity().member_id,
        story_id,
        stories=stores.stories,
        members=stores.members,
        reviewers=stores.reviewers,
        at=utc_now(),
    )
    return views.own_story(submitted)


@story.post("/me/stories/<id:story_id>/publication")
@story.arguments(schemas.PublishingSchema)
@story.response(200, schemas.OwnStorySchema)
@raises(
    *(refusals.StoryUnknown, refusals.NotAccepted, refusals.NotAgreed, refusals.NoHomeForAudience),
    *(NoticeOutdated, errors.MemberUnknown, errors.StaleAggregate),
)
@requires("member")
def post_publication(request: dict[str, Any], story_id: str) -> dict[str, Any]:
    """Say yes to readers of an accepted story; the consent is to this story and audience alone"""
    stores = context().stores
    published = handlers.publish_story(
        identity().member_id,
        story_id,
        **request,
        stories=stores.stories,
        members=stores.members,
        consents=stores.consents,
        at=utc_now(),
    )
    return views.own_story(published)


@story.delete("/me/stories/<id:story_id>/publication")
@story.response(200, schemas.OwnStorySchema)
@raises(refusals.StoryUnknown, errors.StaleAggregate)
@requires("member")
def delete_publication(story_id: str) -> dict[str, Any]:
    """Take a story back: whoever asks for it from now on hears that it is gone"""
    stores = context().stores
    revoked = handlers.revoke_story(
        identity().member_id, story_id, stories=stores.stories, consents=stores.consents, at=utc_now()
    )
    return views.own_story(revoked)


@story.get("/me/stories/<id:story_id>/translations")
@story.response(200, TranslationsSchema)
@raises(refusals.StoryUnknown)
@requires("member")
def get_translations(story_id: str) -> dict[str, Any]:
    """List what was made of a story of the caller in other languages"""
    stores = context().stores
    handlers.own_story(identity().member_id, story_id, stores.stories)
    return {"items": views.translations(stores.database, story_id)}


@story.put("/me/stories/<id:story_id>/translations/<id:translation_id>")
@story.response(204)
@raises(refusals.StoryUnknown, errors.StaleAggregate)
@requires("member")
def put_agreement(story_id: str, translation_id: str) -> None:
    """Say yes to a translation of a story of the caller"""
    agree_to_translation(identity().member_id, story_id, translation_id, stories=context().stores.stories)
