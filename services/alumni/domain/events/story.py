"""The facts about stories; ids and audiences only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class StoryReviewed:
    """A reviewer has accepted a story or sent it back to its author."""

    type: ClassVar[str] = "alumni.story.reviewed.v1"
    story_id: str
    author_id: str


@dataclass(frozen=True, kw_only=True)
class StoryPublished:
    """A story has readers from now on, or others than before."""

    type: ClassVar[str] = "alumni.story.published.v1"
    story_id: str
    audience: str


@dataclass(frozen=True, kw_only=True)
class StoryRevoked:
    """A story has no readers any more."""

    type: ClassVar[str] = "alumni.story.revoked.v1"
    story_id: str
