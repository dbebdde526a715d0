"""Stories of recovery and guidance: written by a member, reviewed elsewhere, read while consent stands."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from alumni.domain.access import Caller
from alumni.domain.aggregate import Aggregate
from alumni.domain.errors import story as refusals
from alumni.domain.events.story import StoryPublished, StoryReviewed, StoryRevoked
from alumni.domain.passage import Passage
from alumni.domain.story_terms import Audience, Kind, Publication, Review, State, Topic

LONGEST_TITLE, LONGEST_TEXT, LONGEST_NOTE = 120, 10_000, 1_000
MOST_TOPICS = 3
MOST_PICKS = 5  # of a topic
MOST_OF_ONE = 200  # stories of one author
LEASE = timedelta(hours=48)  # of a reviewer
NETWORK_AFTER = timedelta(days=3)  # the network reviews what no other centre has taken


@dataclass(kw_only=True)
class Story(Aggregate):
    """What a member wrote. `centre_ids` are the author's, whose coordinators do not review it."""

    author_id: str
    kind: Kind
    topics: tuple[Topic, ...]
    language: str  # ISO 639-1
    title: Passage
    text: Passage
    written_at: datetime
    state: State = State.DRAFT
    centre_ids: tuple[str, ...] = ()
    submitted_at: datetime | None = None
    network_at: datetime | None = None  # from when on the network may review it
    review: Review = field(default_factory=Review)
    publication: Publication | None = None
    original_id: str | None = None  # of which it is a translation
    agreed: bool = True  # by whoever wrote the original
    helped: int = 0  # how many said that it did; counted elsewhere

    @property
    def open_to_author(self) -> bool:
        """Tell whether the author may still change it."""
        return self.state in (State.DRAFT, State.SENT_BACK)

    def rewrite(
        self,
        *,
        kind: Kind | None = None,
        topics: tuple[Topic, ...] | None = None,
        language: str | None = None,
        title: Passage | None = None,
        text: Passage | None = None,
    ) -> None:
        """Change what is said of it or in it; raises StorySettled."""
        self.ensure_open()
        self.kind = kind or self.kind
        self.topics = topics or self.topics
        self.language = language or self.language
        self.title = title or self.title
        self.text = text or self.text

    def submit(self, centre_ids: Collection[str], *, others: bool, at: datetime) -> None:
        """Ask for a review, by the network at once where no centre but the author's has reviewers.

        Raises StorySettled; again, while it waits, changes nothing.
        """
        if self.state is State.SUBMITTED:
            return
        self.ensure_open()
        self.state, self.centre_ids, self.submitted_at = State.SUBMITTED, tuple(sorted(centre_ids)), at
        self.network_at = at + NETWORK_AFTER if others else at
        self.review = Review()

    def reviewable_by(self, caller: Caller, at: datetime) -> bool:
        """Tell whether it is the caller's to review: never the author's, nor their centre's."""
        if self.state is not State.SUBMITTED or caller.member_id == self.author_id:
            return False
        if caller.centre_id and caller.coordinates(caller.centre_id):
            return caller.centre_id not in self.centre_ids
        return caller.administers and self.network_at is not None and self.network_at <= at

    def take(self, caller: Caller, *, at: datetime) -> None:
        """Read it as its only reviewer for a while; raises ReviewUnknown, ReviewTaken."""
        if not self.reviewable_by(caller, at):
            raise refusals.ReviewUnknown
        if self._is_held(at) and self.review.reviewer_id != caller.member_id:
            raise refusals.ReviewTaken
        self.review = Review(reviewer_id=caller.member_id, until=at + LEASE)

    def accept(self, caller: Caller, *, at: datetime) -> None:
        """Let the author publish it; raises ReviewUnknown, ReviewNotTaken."""
        self.ensure_reviewer(caller, at)
        self._decide(State.ACCEPTED, None)

    def send_back(self, caller: Caller, note: str, *, at: datetime) -> None:
        """Tell the author what should be otherwise; raises ReviewUnknown, ReviewNotTaken."""
        self.ensure_reviewer(caller, at)
        self._decide(State.SENT_BACK, note)

    def publish(self, audience: Audience, home_centre_id: str | None, *, at: datetime) -> None:
        """Give it readers; the same again changes nothing.

        Raises NotAccepted, NotAgreed, NoHomeForAudience.
        """
        if not self.agreed:
            raise refusals.NotAgreed
        if self.state not in (State.ACCEPTED, State.PUBLISHED, State.REVOKED):
            raise refusals.NotAccepted
        if audience is Audience.CENTRE and home_centre_id is None:
            raise refusals.NoHomeForAudience
        centre_id = home_centre_id if audience is Audience.CENTRE else None
        known = self.publication
        if (
            self.state is State.PUBLISHED
            and known
            and (known.audience, known.centre_id)
            == (
                audience,
                centre_id,
            )
        ):
            return
        self.state, self.publication = (
            State.PUBLISHED,
            Publication(audience=audience, centre_id=centre_id, at=at),
        )
        self.events.append(StoryPublished(story_id=self.id, audience=audience.value))

    def revoke(self) -> None:
        """Have no readers any more; what never had any stays as it is."""
        if self.state is State.PUBLISHED:
            self.state = State.REVOKED
            self.events.append(StoryRevoked(story_id=self.id))

    def erase(self) -> None:
        """Keep nothing of the author and what they wrote; readers still hear that it is gone."""
        self.revoke()
        self.author_id, self.centre_ids = "", ()
        self.title = self.text = Passage(text="")
        self.review = Review()

    def ensure_readable(self, centre_ids: Collection[str] | None, *, consented: bool) -> None:
        """Refuse who is no reader, and tell readers that it was taken back; None: who is no member.

        The author's consent decides, whatever the state says. Raises StoryUnknown, StoryRevoked.
        """
        if self.publication is None or not self.publication.reaches(centre_ids):
            raise refusals.StoryUnknown
        if self.state is not State.PUBLISHED or not consented:
            raise refusals.StoryRevoked

    def ensure_open(self) -> None:
        """Refuse a change of what is under review or accepted; raises StorySettled."""
        if not self.open_to_author:
            raise refusals.StorySettled

    def ensure_reviewer(self, caller: Caller, at: datetime) -> None:
        """Refuse who has not taken it; raises ReviewUnknown, ReviewNotTaken."""
        if not self.reviewable_by(caller, at):
            raise refusals.ReviewUnknown
        if not self._is_held(at) or self.review.reviewer_id != caller.member_id:
            raise refusals.ReviewNotTaken

    def _is_held(self, at: datetime) -> bool:
        return self.review.until is not None and at < self.review.until

    def _decide(self, state: State, note: str | None) -> None:
        self.state = state
        self.review = Review(reviewer_id=self.review.reviewer_id, note=note)
        self.events.append(StoryReviewed(story_id=self.id, author_id=self.author_id))

    @classmethod
    def write(
        cls,
        story_id: str,
        author_id: str,
        *,
        kind: Kind,
        topics: tuple[Topic, ...],
        language: str,
        title: Passage,
        text: Passage,
        original: "Story | None" = None,
        at: datetime,
    ) -> Self:
        """Begin a draft, which nobody but its author reads; perhaps a translation."""
        return cls(
            id=story_id,
            author_id=author_id,
            kind=kind,
            topics=topics,
            language=language,
            title=title,
            text=text,
            written_at=at,
            original_id=(original.original_id or original.id) if original else None,
            agreed=original is None or original.author_id == author_id,
        )
