"""A pair: a mentor and a mentee who have both said yes, for twelve weeks at a time."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from alumni.domain.aggregate import Aggregate
from alumni.domain.errors.pairs import ContactImpossible, PairOver, RenewalTooEarly
from alumni.domain.events.mentoring import PairAgreed, PairEnded, PairEnding, PairProposed, PairQuiet

ANSWER_WITHIN = timedelta(days=7)
AGREEMENT = timedelta(weeks=12)
QUIET_AFTER = timedelta(days=10)
WARNING = timedelta(days=14)  # before the agreement ends
RENEWABLE = timedelta(weeks=4)  # before the agreement ends
MOST_GOALS, LONGEST_GOAL = 5, 200
MOST_CONTACTS = 100  # kept of one pair, the latest; all are counted
LONGEST_CONTACT = 24 * 60  # minutes


class PairState(StrEnum):
    """How far two are."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DECLINED = "declined"
    EXPIRED = "expired"
    ENDED = "ended"


OPEN = frozenset({PairState.PROPOSED, PairState.ACTIVE})


class How(StrEnum):
    """By which way two were in contact."""

    CALL = "call"
    TEXT = "text"
    MEETING = "meeting"
    VIDEO = "video"


class Went(StrEnum):
    """How it went, in a word; what was said stays between the two."""

    GOOD = "good"
    OK = "ok"
    HARD = "hard"


@dataclass(frozen=True, kw_only=True)
class PairContact:
    """That two were in contact, and nothing of what was said."""

    id: str
    by: str
    at: datetime
    how: How
    minutes: int
    went: Went


@dataclass(kw_only=True)
class Pair(Aggregate):
    """Two who may walk together, do, or did.

    `yes` names who has agreed, `renewing` who wants another twelve weeks. A pair that has ended holds
    its place at the mentor until `freed`.
    """

    mentor_id: str
    mentee_id: str
    centre_id: str | None  # the mentee's home centre
    proposed_at: datetime
    state: PairState = PairState.PROPOSED
    yes: frozenset[str] = frozenset()
    started_at: datetime | None = None
    ends_at: datetime | None = None
    closed_at: datetime | None = None
    goals: tuple[str, ...] = ()
    contacts: list[PairContact] = field(default_factory=list)
    contact_count: int = 0
    last_contact_at: datetime | None = None
    quiet: bool = False  # told in this silence
    warned: bool = False  # told of this end
    renewing: frozenset[str] = frozenset()
    freed: bool = True

    @classmethod
    def propose(
        cls,
        pair_id: str,
        mentor_id: str,
        mentee_id: str,
        centre_id: str | None,
        *,
        asked_by: str | None,
        at: datetime,
    ) -> Self:
        """Let the mentee ask, or a coordinator bring together, for both to say yes."""
        pair = cls(
            id=pair_id,
            mentor_id=mentor_id,
            mentee_id=mentee_id,
            centre_id=centre_id,
            proposed_at=at,
            yes=frozenset({asked_by} if asked_by else ()),
        )
        waiting = [each for each in pair.member_ids if each != asked_by]
        pair.events.append(PairProposed(pair_id=pair_id, member_ids=waiting))
        return pair

    @property
    def member_ids(self) -> list[str]:
        """Name both."""
        return [self.mentor_id, self.mentee_id]

    @property
    def answer_by(self) -> datetime:
        """When a proposal expires."""
        return self.proposed_at + ANSWER_WITHIN

    @property
    def silent_since(self) -> datetime:
        """When the two were last in contact, or began."""
        return self.last_contact_at or self.started_at or self.proposed_at

    def completes(self, by: str) -> bool:
        """Tell whether this yes is the last one that is missing."""
        return self.state is PairState.PROPOSED and {*self.yes, by} == set(self.member_ids)

    def accept(self, by: str, *, at: datetime) -> None:
        """Say yes; with the second yes the two walk together. Again changes nothing. Raises PairOver."""
        if self.state is PairState.ACTIVE:
            return
        self._ensure_proposed(at)
        self.yes |= {by}
        if self.yes >= set(self.member_ids):
            self.state, self.started_at, self.ends_at = PairState.ACTIVE, at, at + AGREEMENT
            self.events.append(
                PairAgreed(pair_id=self.id, mentor_id=self.mentor_id, mentee_id=self.mentee_id)
            )

    def decline(self, *, at: datetime) -> None:
        """Say no, or take one's asking back; the other sees it, and nobody is told why."""
        if self.state is PairState.DECLINED:
            return
        self._ensure_proposed(at)
        self._close(PairState.DECLINED, at)

    def agree_on(self, goals: tuple[str, ...]) -> None:
        """Write down what the two want to reach; raises PairOver."""
        self._ensure_active()
        self.goals = goals

    def log(self, contact: PairContact, *, at: datetime) -> None:
        """Write down a contact, once; it breaks the silence. Raises PairOver, ContactImpossible."""
        self._ensure_active()
        if any(each.id == contact.id for each in self.contacts):
            return
        if self.started_at is None or not self.started_at <= contact.at <= at:
            raise ContactImpossible
        self.contacts = sorted([*self.contacts, contact], key=lambda each: each.at)[-MOST_CONTACTS:]
        self.contact_count += 1
        self.last_contact_at = self.contacts[-1].at
        self.quiet = self.quiet and self.last_contact_at + QUIET_AFTER <= at

    def renew(self, by: str, *, at: datetime) -> None:
        """Want twelve weeks more; they are added once both do. Raises PairOver, RenewalTooEarly."""
        self._ensure_active()
        if self.ends_at is None or self.ends_at - RENEWABLE > at:
            raise RenewalTooEarly
        self.renewing |= {by}
        if self.renewing >= set(self.member_ids):
            self.ends_at, self.renewing, self.warned = self.ends_at + AGREEMENT, frozenset(), False

    def end(self, by: str | None, *, at: datetime) -> None:
        """End without fault and without a reason; the other is told. Ended stays ended."""
        if self.state is PairState.PROPOSED:
            self._close(PairState.DECLINED, at)
        if self.state is not PairState.ACTIVE:
            return
        self._close(PairState.ENDED, at)
        self.events.extend(PairEnded(pair_id=self.id, told_id=each) for each in self.member_ids if each != by)

    @property
    def due_at(self) -> datetime | None:
        """When the next thing falls due by itself."""
        if self.state is PairState.PROPOSED:
            return self.answer_by
        if self.state is not PairState.ACTIVE or self.ends_at is None:
            return None
        warning = [] if self.warned else [self.ends_at - WARNING]
        silence = [] if self.quiet else [self.silent_since + QUIET_AFTER]
        return min([self.ends_at, *warning, *silence])

    def fall_due(self, *, at: datetime) -> None:
        """Expire, end, warn of the end, or tell of a silence, whatever is due; again changes nothing."""
        if self.state is PairState.PROPOSED and self.answer_by <= at:
            self._close(PairState.EXPIRED, at)
        if self.state is not PairState.ACTIVE or self.ends_at is None:
            return
        if self.ends_at <= at:
            self.end(None, at=at)
            return
        if not self.warned and self.ends_at - WARNING <= at:
            self.warned = True
            self.events.append(PairEnding(pair_id=self.id, member_ids=self.member_ids))
        if not self.quiet and self.silent_since + QUIET_AFTER <= at:
            self.quiet = True
            self.events.append(PairQuiet(pair_id=self.id, member_ids=self.member_ids))

    def _close(self, state: PairState, at: datetime) -> None:
        self.state, self.closed_at, self.freed = state, at, False

    def _ensure_proposed(self, at: datetime) -> None:
        if self.state is not PairState.PROPOSED or self.answer_by <= at:
            raise PairOver

    def _ensure_active(self) -> None:
        if self.state is not PairState.ACTIVE:
            raise PairOver
