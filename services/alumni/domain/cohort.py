"""A cohort: many mentees assigned at once, as a draft that a person confirms."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from alumni.domain.aggregate import Aggregate
from alumni.domain.errors.pairs import CohortUnknown
from alumni.domain.matching import Candidate, Hindrance, Reason, Seeker, hindrance, match

MOST_MEMBERS = 500
LIFE = timedelta(days=7)  # of a draft; who has room changes


class Unmatched(StrEnum):
    """Why a member of a cohort has no mentor in the draft."""

    NOT_OURS = "not-ours"  # of another centre, or nobody
    NO_WISH = "no-wish"  # or no consent to mentoring
    WALKING = "walking"
    NO_MENTOR = "no-mentor"  # whom any filter lets through
    BLOCKED = "blocked"
    NO_PLACE = "no-place"
    LANGUAGE = "language"
    GENDER = "gender"
    CENTRE = "centre"


@dataclass(frozen=True, kw_only=True)
class DraftPair:
    """Two who fit, and why."""

    mentee_id: str
    mentor_id: str
    score: int
    reasons: tuple[Reason, ...]


@dataclass(kw_only=True)
class Cohort(Aggregate):
    """A draft for members of one centre; only confirmed pairs are proposed, and both still say yes."""

    centre_id: str
    made_by: str
    made_at: datetime
    pairs: list[DraftPair] = field(default_factory=list)
    unmatched: dict[str, Unmatched] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()  # the mentees

    def confirm(self, mentee_ids: Collection[str] | None, *, at: datetime) -> list[DraftPair]:
        """Choose pairs of the draft, or all; those confirmed before stay so. Raises CohortUnknown."""
        if self.made_at + LIFE <= at:
            raise CohortUnknown
        chosen = [each for each in self.pairs if mentee_ids is None or each.mentee_id in mentee_ids]
        self.confirmed |= {each.mentee_id for each in chosen}
        return chosen


def explain(
    seekers: Sequence[Seeker],
    mentors: Sequence[Candidate],
    assigned: Sequence[tuple[int, int]],
    parted: Collection[tuple[str, str]],
) -> tuple[list[DraftPair], dict[str, Unmatched]]:
    """Tell of each pair why the two fit, and of everybody else what keeps them without a mentor."""
    pairs = [_drafted(seekers[seeker], mentors[mentor]) for seeker, mentor in assigned]
    matched = {seeker for seeker, _ in assigned}
    others = [each for number, each in enumerate(seekers) if number not in matched]
    return pairs, {each.member_id: _why_not(each, mentors, parted) for each in others}


def _drafted(seeker: Seeker, mentor: Candidate) -> DraftPair:
    found = match(seeker, mentor)
    return DraftPair(
        mentee_id=seeker.member_id, mentor_id=mentor.member_id, score=found.score, reasons=found.reasons
    )


def _why_not(seeker: Seeker, mentors: Sequence[Candidate], parted: Collection[tuple[str, str]]) -> Unmatched:
    """Name the filter that the nearest mentor fails; where one fits, others have its places."""
    blocked = frozenset(mentor for whose, mentor in parted if whose == seeker.member_id)
    order = list(Hindrance)
    found = [hindrance(seeker, each, blocked) for each in mentors]
    if None in found:
        return Unmatched.NO_PLACE
    nearest = max((order.index(each) for each in found if each), default=0)
    if order[nearest] is Hindrance.ONESELF:
        return Unmatched.NO_MENTOR
    return Unmatched(order[nearest].value)
