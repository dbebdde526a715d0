"""Consents in memory, for tests."""

from collections.abc import Collection, Sequence
from copy import deepcopy
from datetime import datetime

from alumni.domain.consent import NOTICE, Act, ChannelWord, Consent, Purpose
from chassis.ids import derived_id


class InMemoryConsents:
    """Consents in a dictionary."""

    def __init__(self) -> None:
        self._kept: dict[str, Consent] = {}

    def give(
        self, member_id: str, purposes: Collection[str], *, notice: str, language: str, at: datetime
    ) -> None:
        act = Act(given=True, at=at, notice=notice, language=language)
        for purpose in purposes:
            self._given(self.of(member_id, purpose), act)

    def grant_to(
        self, member_id: str, purpose: str, recipient: str, expires_at: datetime | None, at: datetime
    ) -> None:
        act = Act(given=True, at=at, notice=NOTICE, expires_at=expires_at)
        self._given(self.of(member_id, purpose, recipient), act)

    def withdraw(self, member_id: str, purpose: str, at: datetime, *, recipient: str | None = None) -> None:
        for each in self.all_of(member_id):
            if each.purpose == purpose and recipient in (None, each.recipient):
                each.withdraw(at)
                self._kept[each.id] = each

    def decline(self, member_id: str, purpose: str, at: datetime) -> None:
        consent = self.of(member_id, purpose)
        consent.decline(at)
        self._kept[consent.id] = consent

    def note(self, member_id: str, word: ChannelWord) -> None:
        consent = self.of(member_id, Purpose.MESSAGES)
        consent.note(word)
        self._kept[consent.id] = consent

    def granted(self, member_id: str, purpose: str, *, recipient: str | None = None, at: datetime) -> bool:
        return self.of(member_id, purpose, recipient).is_granted(at)

    def of(self, member_id: str, purpose: str, recipient: str | None = None) -> Consent:
        consent_id = derived_id("consent", member_id, purpose, recipient or "")
        known = self._kept.get(consent_id)
        if known:
            return deepcopy(known)
        return Consent(id=consent_id, member_id=member_id, purpose=Purpose(purpose), recipient=recipient)

    def all_of(self, member_id: str, *, behind: str = "", limit: int = 100) -> Sequence[Consent]:
        kept = (each for key, each in sorted(self._kept.items()) if key > behind)
        return [deepcopy(each) for each in kept if each.member_id == member_id][:limit]

    def _given(self, consent: Consent, act: Act) -> None:
        consent.give(act)
        self._kept[consent.id] = consent
