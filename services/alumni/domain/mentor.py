"""A mentor: a member who walks with others, approved by the home centre, with as many places as they say."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

from alumni.domain.aggregate import Aggregate
from alumni.domain.contact import Language
from alumni.domain.errors.mentoring import (
    MentorFull,
    MentorSettled,
    MentorUnknown,
    OwnApplication,
    SobrietyTooShort,
)
from alumni.domain.member import Gender

SOBER_FOR = timedelta(days=183)  # MAP, n = 65: mentors had at least six months of sobriety
USUAL_CAPACITY, LARGEST_CAPACITY = 3, 10
LONGEST_TRAINING = 200
LONGEST_WORDS = 500


class Topic(StrEnum):
    """What mentor and mentee may want to talk about."""

    CRAVINGS = "cravings"
    TRIGGERS = "triggers"
    WORK = "work"
    FAMILY = "family"
    MONEY = "money"
    HEALTH = "health"
    LONELINESS = "loneliness"
    FAITH = "faith"


class Hours(StrEnum):
    """When somebody has time in a usual week, by their own clock."""

    WEEKDAY_MORNINGS = "weekday-mornings"
    WEEKDAY_AFTERNOONS = "weekday-afternoons"
    WEEKDAY_EVENINGS = "weekday-evenings"
    WEEKEND_MORNINGS = "weekend-mornings"
    WEEKEND_AFTERNOONS = "weekend-afternoons"
    WEEKEND_EVENINGS = "weekend-evenings"


class MentorState(StrEnum):
    """How far an application is."""

    APPLIED = "applied"
    APPROVED = "approved"
    DECLINED = "declined"
    STOPPED = "stopped"  # by the mentor


@dataclass(frozen=True, kw_only=True)
class Offering:
    """What a mentor can give, and to whom; without a gender it is anybody."""

    languages: frozenset[Language]
    topics: frozenset[Topic]
    hours: frozenset[Hours]
    capacity: int = USUAL_CAPACITY
    words: str | None = None  # their own, for whoever may become their mentee
    mentee_gender: Gender | None = None


@dataclass(frozen=True, kw_only=True)
class Training:
    """The training on record."""

    course: str
    finished_on: date


@dataclass(kw_only=True)
class Mentor(Aggregate):
    """One member's grant to be a mentor, under the member's id.

    `places` holds the ids of the pairs that take up a place; only taking and freeing one changes it.
    """

    centre_id: str  # whose coordinator decides
    training: Training
    offering: Offering
    applied_at: datetime
    state: MentorState = MentorState.APPLIED
    paused: bool = False
    decided_by: str | None = None
    decided_at: datetime | None = None
    places: frozenset[str] = frozenset()
    walked: int = 0  # pairs that were walked with

    @classmethod
    def apply(
        cls,
        member_id: str,
        centre_id: str,
        *,
        training: Training,
        offering: Offering,
        sober_since: datetime | None,
        at: datetime,
    ) -> Self:
        """Apply to be a mentor; raises SobrietyTooShort."""
        _ensure_sober(sober_since, at)
        return cls(id=member_id, centre_id=centre_id, training=training, offering=offering, applied_at=at)

    def apply_again(self, anew: "Mentor") -> None:
        """Apply after a refusal or after having stopped; raises MentorSettled."""
        if self.state in (MentorState.APPLIED, MentorState.APPROVED):
            raise MentorSettled
        self.centre_id, self.training, self.offering = anew.centre_id, anew.training, anew.offering
        self.applied_at, self.state, self.paused = anew.applied_at, MentorState.APPLIED, False
        self.decided_by = self.decided_at = None

    def approve(self, by: str, *, sober_since: datetime | None, at: datetime) -> None:
        """Say yes for the centre; again changes nothing.

        Raises MentorUnknown where there is nothing to decide, OwnApplication, SobrietyTooShort.
        """
        if self.state is MentorState.APPROVED:
            return
        if self.state is not MentorState.APPLIED:
            raise MentorUnknown
        _ensure_sober(sober_since, at)
        self._decide(MentorState.APPROVED, by, at)

    def decline(self, by: str, *, at: datetime) -> None:
        """Say no for the centre, also after a yes: no new pair begins. Raises as approving does."""
        if self.state is MentorState.DECLINED:
            return
        if self.state is MentorState.STOPPED:
            raise MentorUnknown
        self._decide(MentorState.DECLINED, by, at)

    def change(self, offering: Offering) -> None:
        """Offer something else; fewer places than are taken only mean that no new pair begins."""
        if self.state not in (MentorState.APPLIED, MentorState.APPROVED):
            raise MentorUnknown
        self.offering = offering

    def pause(self, paused: bool) -> None:
        """Take nobody new for a while, or do again; those who walk along go on."""
        if self.state is not MentorState.APPROVED:
            raise MentorUnknown
        self.paused = paused

    def stop(self) -> None:
        """Be a mentor no more."""
        self.state, self.paused = MentorState.STOPPED, False

    @property
    def is_open(self) -> bool:
        """Tell whether a new pair may begin with this mentor."""
        return self.state is MentorState.APPROVED and not self.paused and self.free > 0

    @property
    def free(self) -> int:
        """How many places are left."""
        return max(0, self.offering.capacity - len(self.places))

    def take_place(self, pair_id: str) -> None:
        """Give a pair its place, once; raises MentorFull. A store decides the same in one update."""
        if pair_id in self.places:
            return
        if not self.is_open:
            raise MentorFull
        self.places |= {pair_id}

    def _decide(self, state: MentorState, by: str, at: datetime) -> None:
        if by == self.id:
            raise OwnApplication
        self.state, self.decided_by, self.decided_at = state, by, at


def _ensure_sober(since: datetime | None, at: datetime) -> None:
    if since is None or at - since < SOBER_FOR:
        raise SobrietyTooShort
