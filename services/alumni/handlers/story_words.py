"""What others say of a story: the author of its original, readers it helped, and editors."""

from collections.abc import Sequence
from datetime import datetime

from alumni.domain.access import Caller
from alumni.domain.errors.story import OwnStory, PickUnfit, StoryRevoked, StoryUnknown
from alumni.domain.story import Story
from alumni.domain.story_terms import Topic
from alumni.handlers.stale import again_when_stale
from alumni.handlers.story import own_story, read_story
from alumni.ports.audit import Audit
from alumni.ports.consents import Consents
from alumni.ports.story import HelpedMarks, Picks, Stories


def agree_to_translation(author_id: str, story_id: str, translation_id: str, *, stories: Stories) -> Story:
    """Let somebody's translation of one's story be published; raises StoryUnknown."""

    def attempt() -> Story:
        own_story(author_id, story_id, stories)
        translation = stories.get(translation_id)
        if translation.original_id != story_id:
            raise StoryUnknown
        translation.agreed = True
        stories.save(translation)
        return translation

    return again_when_stale(attempt)


def say_it_helped(
    member_id: str,
    story_id: str,
    centre_ids: frozenset[str],
    *,
    stories: Stories,
    consents: Consents,
    helped: HelpedMarks,
    at: datetime,
) -> None:
    """Say of what one may read that it helped; raises StoryUnknown, StoryRevoked, OwnStory."""
    story = read_story(story_id, centre_ids, stories=stories, consents=consents, at=at)
    if story.author_id == member_id:
        raise OwnStory
    helped.add(story_id, member_id, at)


def pick_stories(
    caller: Caller,
    topic: Topic,
    story_ids: Sequence[str],
    *,
    stories: Stories,
    consents: Consents,
    picks: Picks,
    audit: Audit,
    at: datetime,
) -> None:
    """Recommend stories about a topic, in this order, in place of those before; raises PickUnfit.

    Picked is what every member may read; one that is taken back later is not shown.
    """
    for story_id in story_ids:
        try:
            story = read_story(story_id, frozenset(), stories=stories, consents=consents, at=at)
        except (StoryUnknown, StoryRevoked):
            raise PickUnfit from None
        if topic not in story.topics:
            raise PickUnfit
    picks.put(topic, story_ids)
    audit.record("pick-stories", by=caller.member_id, about=topic.value, at=at)
