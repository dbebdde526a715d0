"""Stories, and who may review them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from alumni.domain.story import Story
from alumni.domain.story_terms import Topic


class Stories(Protocol):
    """The stories of all members."""

    def add(self, story: Story) -> Story:
        """Store a new story; give the one that is there where its id is known already."""

    def get(self, story_id: str) -> Story:
        """Load a story; StoryUnknown."""

    def save(self, story: Story) -> None:
        """Store a story's state and events; raises StaleAggregate."""

    def remove(self, story: Story) -> None:
        """Forget a story in the version that was loaded; raises StaleAggregate."""

    def count_of(self, author_id: str) -> int:
        """Tell how many stories a member keeps."""

    def without_consent(self, at: datetime) -> Iterator[Story]:
        """Find published stories whose author's consent does not stand any more."""


class HelpedMarks(Protocol):
    """Who said of which story that it helped, once each."""

    def add(self, story_id: str, member_id: str, at: datetime) -> None:
        """Keep that a story helped a member; again changes nothing."""

    def remove(self, story_id: str, member_id: str) -> None:
        """Forget that a story helped a member."""


class Picks(Protocol):
    """What the network recommends about each topic, in order."""

    def put(self, topic: Topic, story_ids: Sequence[str]) -> None:
        """Recommend these in place of all before; none forgets the topic."""


class Reviewers(Protocol):
    """The coordinators of all centres."""

    def any_outside(self, centre_ids: Collection[str]) -> bool:
        """Tell whether a centre other than these has a coordinator."""
