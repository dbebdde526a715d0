"""Review the stories of other centres' members."""

from collections.abc import Callable
from datetime import datetime

from alumni.domain.access import Caller
from alumni.domain.errors.story import ReviewUnknown, StoryUnknown
from alumni.domain.story import Story
from alumni.handlers.stale import again_when_stale
from alumni.ports.audit import Audit
from alumni.ports.story import Stories


def take_review(caller: Caller, story_id: str, *, stories: Stories, audit: Audit, at: datetime) -> Story:
    """Read a story as its only reviewer for 48 hours; raises ReviewUnknown, ReviewTaken."""
    story = _decide(story_id, lambda story: story.take(caller, at=at), stories)
    audit.record("take-review", by=caller.member_id, about=story_id, at=at)
    return story


def accept_story(caller: Caller, story_id: str, *, stories: Stories, audit: Audit, at: datetime) -> None:
    """Let the author publish what the caller has taken; raises ReviewUnknown, ReviewNotTaken."""
    _decide(story_id, lambda story: story.accept(caller, at=at), stories)
    audit.record("accept-story", by=caller.member_id, about=story_id, at=at)


def send_story_back(
    caller: Caller, story_id: str, note: str, *, stories: Stories, audit: Audit, at: datetime
) -> None:
    """Tell the author what should be otherwise; raises ReviewUnknown, ReviewNotTaken."""
    _decide(story_id, lambda story: story.send_back(caller, note, at=at), stories)
    audit.record("send-story-back", by=caller.member_id, about=story_id, at=at)


def lift_mask(
    caller: Caller, story_id: str, part: str, place: int, lifted: bool, *, stories: Stories, at: datetime
) -> Story:
    """Agree with the author about a mask, or not after all.

    Raises ReviewUnknown, ReviewNotTaken, MaskUnknown, MaskLasts.
    """

    def decide(story: Story) -> None:
        story.ensure_reviewer(caller, at)
        setattr(story, part, getattr(story, part).lift(place, lifted))

    return _decide(story_id, decide, stories)


def _decide(story_id: str, decide: Callable[[Story], None], stories: Stories) -> Story:
    def attempt() -> Story:
        try:
            story = stories.get(story_id)
        except StoryUnknown:
            raise ReviewUnknown from None
        decide(story)
        stories.save(story)
        return story

    return again_when_stale(attempt)
