"""A story never has a reader without a standing consent and an accepting review of another centre."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from alumni.adapters.memory_consents import InMemoryConsents
from alumni.domain.access import Caller
from alumni.domain.consent import Purpose
from alumni.domain.errors import RuleBroken
from alumni.domain.errors.story import StoryRevoked, StoryUnknown
from alumni.domain.events.story import StoryPublished, StoryReviewed
from alumni.domain.events.story import StoryRevoked as RevokedFact
from alumni.domain.masking import numbers_and_addresses
from alumni.domain.passage import Passage
from alumni.domain.story import Story
from alumni.domain.story_terms import Audience, Kind, State, Topic

AUTHOR, STORY = "a" * 32, "5" * 32
OURS, OTHERS = "c" * 32, "d" * 32
COORDINATOR = frozenset({"member", "coordinator"})
ADMINISTRATOR = frozenset({"member", "network-administrator"})
CALLERS = {
    "author": Caller(member_id=AUTHOR, roles=COORDINATOR, centre_id=OTHERS),
    "ours": Caller(member_id="1" * 32, roles=COORDINATOR, centre_id=OURS),
    "theirs": Caller(member_id="2" * 32, roles=COORDINATOR, centre_id=OTHERS),
    "network": Caller(member_id="3" * 32, roles=ADMINISTRATOR, centre_id=None),
    "member": Caller(member_id="4" * 32, roles=frozenset({"member"}), centre_id=None),
}
READERS = {
    "nobody": None,
    "member": frozenset[str](),
    "ours": frozenset({OURS}),
    "theirs": frozenset({OTHERS}),
}
WHO = st.sampled_from(sorted(CALLERS))


class StoryLife(RuleBasedStateMachine):
    """Whatever an author, reviewers and time do, in any order."""

    @initialize(others=st.booleans())
    def begin(self, others: bool) -> None:
        self.others = others
        self.now = datetime(2030, 1, 1, tzinfo=UTC)
        self.consents = InMemoryConsents()
        text = Passage.written("I called 98765 43210.", numbers_and_addresses)
        self.story = Story.write(
            STORY,
            AUTHOR,
            kind=Kind.STORY,
            topics=(Topic.HOPE,),
            language="en",
            title=text,
            text=text,
            at=self.now,
        )
        self.accepted_by: str | None = None
        self.audience: Audience | None = None

    @rule(who=WHO)
    def rewrite(self, who: str) -> None:
        with suppress(RuleBroken):
            self.story.rewrite(text=Passage.written(f"Words of {who}", numbers_and_addresses))
            self.accepted_by = None

    @rule()
    def submit(self) -> None:
        with suppress(RuleBroken):
            self.story.submit({OURS}, others=self.others, at=self.now)

    @rule(who=WHO)
    def take(self, who: str) -> None:
        with suppress(RuleBroken):
            self.story.take(CALLERS[who], at=self.now)

    @rule(who=WHO)
    def accept(self, who: str) -> None:
        with suppress(RuleBroken):
            self.story.accept(CALLERS[who], at=self.now)
            self.accepted_by = who

    @rule(who=WHO)
    def send_back(self, who: str) -> None:
        with suppress(RuleBroken):
            self.story.send_back(CALLERS[who], "More.", at=self.now)
            assert who in ("theirs", "network")

    @rule(who=WHO)
    def review_in_one_go(self, who: str) -> None:
        self.submit()
        self.take(who)
        self.accept(who)

    @rule(audience=st.sampled_from(Audience), home=st.sampled_from([OURS, None]), days=st.integers(-1, 3))
    def publish(self, audience: Audience, home: str | None, days: int) -> None:
        """Do as the handler does: ask, then the consent, then the story."""
        with suppress(RuleBroken):
            self.story.publish(audience, home, at=self.now)
            expires_at = self.now + timedelta(days=days) if days else None
            self.consents.grant_to(AUTHOR, Purpose.STORY, STORY, expires_at, self.now)
            self.audience = audience

    @rule()
    def consent_alone(self) -> None:
        self.consents.grant_to(AUTHOR, Purpose.STORY, STORY, None, self.now)

    @rule()
    def withdraw_consent(self) -> None:
        self.consents.withdraw(AUTHOR, Purpose.STORY, self.now, recipient=STORY)

    @rule()
    def revoke(self) -> None:
        self.story.revoke()

    @rule(hours=st.integers(1, 60))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @invariant()
    def readers_have_consent_and_review(self) -> None:
        consented = self.consents.granted(AUTHOR, Purpose.STORY, recipient=STORY, at=self.now)
        for name, centre_ids in READERS.items():
            if self._reads(centre_ids, consented):
                assert consented
                assert self.accepted_by in ("theirs", "network")
                assert self.story.state is State.PUBLISHED
                assert self.audience is Audience.PUBLIC or name != "nobody"
                assert self.audience is not Audience.CENTRE or name == "ours"
                assert "98765" not in self.story.text.masked

    @invariant()
    def facts_tell_of_a_review_before_readers_and_of_readers_before_the_end(self) -> None:
        kinds = [type(each) for each in self.story.events]
        if StoryPublished in kinds:
            assert StoryReviewed in kinds[: kinds.index(StoryPublished)]
        ends = [place for place, kind in enumerate(kinds) if kind is RevokedFact]
        assert all(kinds[place - 1] is StoryPublished for place in ends)

    def _reads(self, centre_ids: frozenset[str] | None, consented: bool) -> bool:
        try:
            self.story.ensure_readable(centre_ids, consented=consented)
        except (StoryUnknown, StoryRevoked):
            return False
        return True


TestStoryLife = StoryLife.TestCase
TestStoryLife.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
