"""Write stories, publish them under a consent, and take them back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alumni.domain.access import Caller
from alumni.domain.consent import NOTICE, Purpose
from alumni.domain.errors import StaleAggregate
from alumni.domain.errors.joining import NoticeOutdated
from alumni.domain.errors.story import StoryUnknown, TooManyStories
from alumni.domain.masking import Masking, MaskKind
from alumni.domain.passage import Passage
from alumni.domain.story import MOST_OF_ONE, Story
from alumni.domain.story_terms import Audience, Kind, Topic
from alumni.handlers.stale import again_when_stale
from alumni.ports import Members
from alumni.ports.consents import Consents
from alumni.ports.story import Reviewers, Stories
from chassis.ids import derived_id, new_id


@dataclass(frozen=True, kw_only=True)
class WriteStory:
    """A member begins a story; the key names the attempt, so that a repeat begins no other."""

    author_id: str
    key: str | None
    kind: Kind
    topics: tuple[Topic, ...]
    language: str
    title: str
    text: str
    original_id: str | None = None  # of which it is a translation
    centre_ids: frozenset[str] = frozenset()  # whose stories the author reads


def write_story(
    command: WriteStory, *, stories: Stories, consents: Consents, masking: Masking, at: datetime
) -> Story:
    """Keep a draft, with what is masked in it; perhaps a translation of what its author may read.

    Raises TooManyStories, StoryUnknown, StoryRevoked.
    """
    original = _original(command, stories, consents, at) if command.original_id else None
    if stories.count_of(command.author_id) >= MOST_OF_ONE:
        raise TooManyStories
    story_id = derived_id("story", command.author_id, command.key) if command.key else new_id()
    story = Story.write(
        story_id,
        command.author_id,
        kind=command.kind,
        topics=command.topics,
        language=command.language,
        title=Passage.written(command.title, masking),
        text=Passage.written(command.text, masking),
        original=original,
        at=at,
    )
    return stories.add(story)


def rewrite_story(
    author_id: str, story_id: str, changes: dict[str, Any], *, stories: Stories, masking: Masking
) -> Story:
    """Change a draft, or what was sent back; what is written anew is masked anew.

    Raises StoryUnknown, StorySettled.
    """
    written: dict[str, Any] = {
        name: Passage.written(value, masking) if name in ("title", "text") else value
        for name, value in changes.items()
    }
    return change_own(author_id, story_id, lambda story: story.rewrite(**written), stories=stories)


def mask_more(
    author_id: str, story_id: str, part: str, start: int, stop: int, kind: MaskKind, *, stories: Stories
) -> Story:
    """Mask a stretch of the title or the text by hand; raises StoryUnknown, StorySettled, MaskUnknown."""
    return _change_passage(
        author_id, story_id, part, lambda passage: passage.mask_more([(start, stop, kind)]), stories
    )


def contest_mask(author_id: str, story_id: str, part: str, place: int, *, stories: Stories) -> Story:
    """Say that a mask hides nothing of anybody; raises StoryUnknown, StorySettled, MaskUnknown, MaskLasts."""
    return _change_passage(author_id, story_id, part, lambda passage: passage.contest(place), stories)


def discard_story(author_id: str, story_id: str, *, stories: Stories) -> None:
    """Forget a draft, or what was sent back; raises StoryUnknown, StorySettled."""

    def attempt() -> None:
        story = own_story(author_id, story_id, stories)
        story.ensure_open()
        stories.remove(story)

    again_when_stale(attempt)


def submit_story(
    author_id: str,
    story_id: str,
    *,
    stories: Stories,
    members: Members,
    reviewers: Reviewers,
    at: datetime,
) -> Story:
    """Ask for a review by another centre than the author's; raises StoryUnknown, StorySettled."""
    author = members.get(author_id)
    centre_ids = {each for each in (author.confirmed_home, author.centre_id) if each}
    others = reviewers.any_outside(centre_ids)
    return change_own(
        author_id, story_id, lambda story: story.submit(centre_ids, others=others, at=at), stories=stories
    )


def publish_story(
    author_id: str,
    story_id: str,
    audience: Audience,
    *,
    notice: str,
    expires_at: datetime | None,
    stories: Stories,
    members: Members,
    consents: Consents,
    at: datetime,
) -> Story:
    """Give an accepted story readers, under a consent to this publication.

    The story is written last: a consent alone publishes nothing, and every step may be taken twice.
    Raises StoryUnknown, NotAccepted, NoHomeForAudience, NoticeOutdated.
    """
    if notice != NOTICE:
        raise NoticeOutdated
    home = members.get(author_id).confirmed_home
    own_story(author_id, story_id, stories).publish(audience, home, at=at)
    consents.grant_to(author_id, Purpose.STORY, story_id, expires_at, at)
    return change_own(
        author_id, story_id, lambda story: story.publish(audience, home, at=at), stories=stories
    )


def revoke_story(
    author_id: str, story_id: str, *, stories: Stories, consents: Consents, at: datetime
) -> Story:
    """Take a story back at once: from the consent's withdrawal on, nobody reads it. Raises StoryUnknown."""
    own_story(author_id, story_id, stories)
    consents.withdraw(author_id, Purpose.STORY, at, recipient=story_id)
    return change_own(author_id, story_id, Story.revoke, stories=stories)


def revoke_without_consent(*, stories: Stories, at: datetime) -> int:
    """Tell of stories that nobody reads any more, since their consent is over; tell how many."""
    count = 0
    for found in stories.without_consent(at):
        found.revoke()
        try:
            stories.save(found)
        except StaleAggregate:  # Its author acts just now, and is not in the way of the others.
            continue
        count += 1
    return count


def read_story(
    story_id: str, centre_ids: frozenset[str] | None, *, stories: Stories, consents: Consents, at: datetime
) -> Story:
    """Load a story for a reader of these centres, or for anybody; a translation goes with its original.

    Raises StoryUnknown, StoryRevoked.
    """
    story = stories.get(story_id)
    consented = consents.granted(story.author_id, Purpose.STORY, recipient=story_id, at=at)
    story.ensure_readable(centre_ids, consented=consented)
    if story.original_id:
        read_story(story.original_id, centre_ids, stories=stories, consents=consents, at=at)
    return story


def centres_of(caller: Caller, members: Members) -> frozenset[str]:
    """Name the centres whose stories the caller reads: their home, and the one for which they act."""
    member = members.get(caller.member_id)
    acting = caller.centre_id if caller.coordinates(caller.centre_id) else None
    return frozenset(each for each in (member.confirmed_home, acting) if each)


def _original(command: WriteStory, stories: Stories, consents: Consents, at: datetime) -> Story:
    original = stories.get(command.original_id or "")
    if original.author_id == command.author_id:
        return original
    return read_story(original.id, command.centre_ids, stories=stories, consents=consents, at=at)


def own_story(author_id: str, story_id: str, stories: Stories) -> Story:
    """Load a story of its author; raises StoryUnknown for everybody else."""
    story = stories.get(story_id)
    if story.author_id != author_id:
        raise StoryUnknown
    return story


def change_own(author_id: str, story_id: str, decide: Callable[[Story], None], *, stories: Stories) -> Story:
    """Change a story of its author."""

    def attempt() -> Story:
        story = own_story(author_id, story_id, stories)
        decide(story)
        stories.save(story)
        return story

    return again_when_stale(attempt)


def _change_passage(
    author_id: str, story_id: str, part: str, change: Callable[[Passage], Passage], stories: Stories
) -> Story:
    def decide(story: Story) -> None:
        if part == "title":
            story.rewrite(title=change(story.title))
        else:
            story.rewrite(text=change(story.text))

    return change_own(author_id, story_id, decide, stories=stories)
