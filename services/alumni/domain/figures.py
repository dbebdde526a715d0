"""Programme figures: what is counted of those who agreed to it, and how little of it is told.

Every count of people is told rounded to fives, and not at all below five; everything else is reckoned
from what is told. So each figure stands for at least three counts that could be behind it, a difference
of two figures for at least as many, and no figure under five can be found out by taking one from another:
neither a group from a whole, nor a centre from the network, nor a week from a longer time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

SMALLEST = 5  # a count below is not told
STEP = 5
CONTACT_WITHIN = timedelta(days=10)
RETENTION_WEEKS = 26

Told = int | None
"""A count as it is told; None is fewer than five."""


def told(count: int) -> Told:
    """Round to the nearest multiple of five; what is below five is not told."""
    return None if count < SMALLEST else (count + STEP // 2) // STEP * STEP


def told_of(count: int, people: int) -> Told:
    """Tell a count of things, unless they are those of fewer than five people."""
    return told(count) if people >= SMALLEST else None


def share(part: Told, whole: Told, each: int = 1) -> float | None:
    """Reckon a ratio from what is told, so that it tells nothing more; `each` things could be one's."""
    return None if part is None or not whole else round(part / (whole * each), 2)


@dataclass(frozen=True, kw_only=True)
class Span:
    """So many whole weeks, the last of them over: figures change once a week."""

    weeks: int
    until: date  # the Monday after the last day

    @property
    def since(self) -> date:
        """The Monday of the first week."""
        return self.until - timedelta(weeks=self.weeks)

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.weeks * 7


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """Who was discharged at least `week` + 1 weeks ago, and who of them was here in that week after it."""

    week: int
    people: int
    retained: int


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What was counted of one centre's members who agreed, exactly; nobody is told."""

    members: int = 0
    active: int = 0  # of them with a day of use
    days_of_use: int = 0
    attending: int = 0
    attendances: int = 0
    pairs: int = 0  # counted with their mentees
    pairs_in_contact: int = 0
    checking_in: int = 0
    check_ins: int = 0
    cohorts: Sequence[Cohort] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Retention:
    """How many of a cohort were here in one week after their discharge, as it is told."""

    week: int
    people: Told
    retained: Told

    @property
    def share(self) -> float | None:
        """The share of those who were here."""
        return share(self.retained, self.people)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What is told of one centre, or of all of them."""

    counts: Mapping[str, Told]
    retention: Sequence[Retention]
    span: Span

    @classmethod
    def of(cls, counts: Counts, span: Span) -> "Figures":
        """Tell what may be told of a centre's counts."""
        people = {
            "members": counts.members,
            "active_members": counts.active,
            "attending_members": counts.attending,
            "pairs": counts.pairs,
            "pairs_in_contact": counts.pairs_in_contact,
            "checking_in_members": counts.checking_in,
        }
        things = {
            "days_of_use": told_of(counts.days_of_use, counts.active),
            "attendances": told_of(counts.attendances, counts.attending),
            "check_ins": told_of(counts.check_ins, counts.checking_in),
        }
        return cls(
            counts={name: told(count) for name, count in people.items()} | things,
            retention=[
                Retention(week=each.week, people=told(each.people), retained=told(each.retained))
                for each in counts.cohorts
            ],
            span=span,
        )

    @classmethod
    def together(cls, figures: Iterable["Figures"], span: Span) -> "Figures":
        """Add up what is told of each centre: exact totals would give away what is not told."""
        added = cls.of(Counts(), span).counts
        weeks: dict[int, Retention] = {}
        for each in figures:
            added = {name: _sum(added.get(name), count) for name, count in each.counts.items()}
            for found in each.retention:
                known = weeks.get(found.week, Retention(week=found.week, people=None, retained=None))
                weeks[found.week] = Retention(
                    week=found.week,
                    people=_sum(known.people, found.people),
                    retained=_sum(known.retained, found.retained),
                )
        return cls(counts=added, retention=[weeks[week] for week in sorted(weeks)], span=span)

    @property
    def rates(self) -> dict[str, float | None]:
        """The ratios, reckoned from what is told."""
        counts, span = self.counts, self.span
        return {
            "days_per_member_and_week": share(
                counts.get("days_of_use"), counts.get("active_members"), span.weeks
            ),
            "contact_rate": share(counts.get("pairs_in_contact"), counts.get("pairs")),
            "check_in_rate": share(counts.get("check_ins"), counts.get("checking_in_members"), span.days),
        }


def _sum(one: Told, other: Told) -> Told:
    return None if one is None and other is None else (one or 0) + (other or 0)
