"""Consent, whatever a member says in whatever order: the last word counts and nothing is forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from alumni.adapters.memory_consents import InMemoryConsents
from alumni.domain.consent import GENERAL, TO_ONE_RECIPIENT, Purpose
from alumni.domain.errors.consent import EraseInstead
from alumni.handlers.consent import give_consent, withdraw_consent

MEMBER, START = "a" * 32, datetime(2026, 11, 28, tzinfo=UTC)
RECIPIENTS = ["b" * 32, "c" * 32]
optional = st.sampled_from([each for each in GENERAL if each is not Purpose.MEMBERSHIP])
to_one = st.sampled_from(sorted(TO_ONE_RECIPIENT))
recipients = st.sampled_from(RECIPIENTS)
Key = tuple[Purpose, str | None]


class Said(RuleBasedStateMachine):
    """Keeps beside the consents what was last said, as plainly as can be."""

    def __init__(self) -> None:
        super().__init__()
        self.consents = InMemoryConsents()
        self.now = START
        self.until: dict[Key, datetime | None] = {}  # what stands, and until when
        self.acts: dict[Key, int] = {}

    def _count(self, key: Key) -> None:
        self.acts[key] = self.acts.get(key, 0) + 1

    @rule(purpose=st.sampled_from(GENERAL))
    def gives(self, purpose: Purpose) -> None:
        give_consent(MEMBER, purpose, notice="2026-11", language="pa", consents=self.consents, at=self.now)
        if (purpose, None) not in self.until:
            self._count((purpose, None))
        self.until[purpose, None] = None

    @rule(purpose=to_one, recipient=recipients, days=st.integers(1, 40))
    def gives_to_one(self, purpose: Purpose, recipient: str, days: int) -> None:
        key, until = (purpose, recipient), self.now + timedelta(days=days)
        known = self.until.get(key)
        if not (known == until and known > self.now):
            self._count(key)
        self.consents.grant_to(MEMBER, purpose, recipient, until, self.now)
        self.until[key] = until

    @rule(purpose=optional)
    def withdraws(self, purpose: Purpose) -> None:
        self._withdraw(purpose, None)

    @rule(purpose=to_one, recipient=st.none() | recipients)
    def withdraws_from_one_or_all(self, purpose: Purpose, recipient: str | None) -> None:
        self._withdraw(purpose, recipient)

    def _withdraw(self, purpose: Purpose, recipient: str | None) -> None:
        withdraw_consent(MEMBER, purpose, recipient=recipient, consents=self.consents, at=self.now)
        ended = [key for key in self.until if key[0] is purpose and recipient in (None, key[1])]
        for key in ended:
            del self.until[key]
            self._count(key)

    @precondition(lambda self: (Purpose.MEMBERSHIP, None) in self.until)
    @rule()
    def cannot_stay_without_membership(self) -> None:
        with pytest.raises(EraseInstead):
            withdraw_consent(MEMBER, Purpose.MEMBERSHIP, recipient=None, consents=self.consents, at=self.now)

    @rule(days=st.integers(1, 30))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def the_last_word_counts_until_its_time_is_over(self) -> None:
        for purpose in Purpose:
            for recipient in (None, *RECIPIENTS):
                stands, until = (purpose, recipient) in self.until, self.until.get((purpose, recipient))
                granted = self.consents.granted(MEMBER, purpose, recipient=recipient, at=self.now)
                assert granted == (stands and (until is None or self.now < until))

    @invariant()
    def nothing_that_was_said_is_forgotten_and_each_act_is_told_once(self) -> None:
        kept = {(each.purpose, each.recipient): each for each in self.consents.all_of(MEMBER)}
        for key, consent in kept.items():
            assert len(consent.acts) == self.acts.get(key, 0) == len(consent.events)
            assert [act.at for act in consent.acts] == sorted(act.at for act in consent.acts)


Said.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestConsent = Said.TestCase
