"""Assigning many at once, and the drafts that come of it."""

from collections.abc import Collection, Sequence
from typing import Protocol

from alumni.domain.cohort import Cohort
from alumni.domain.matching import Candidate, Seeker


class Assignment(Protocol):
    """Finds the best pairs for many at once."""

    def assign(
        self, seekers: Sequence[Seeker], mentors: Sequence[Candidate], parted: Collection[tuple[str, str]]
    ) -> list[tuple[int, int]]:
        """Give the numbers of seeker and mentor of each pair: as many as can be, with the best scores.

        `parted` holds the ids of seekers and mentors whom a block keeps apart. No filter is broken, and
        no mentor gets more than the free places.
        """


class Cohorts(Protocol):
    """The drafts."""

    def add(self, cohort: Cohort) -> None:
        """Store a new draft."""

    def get(self, cohort_id: str) -> Cohort:
        """Load a draft; CohortUnknown."""

    def save(self, cohort: Cohort) -> None:
        """Store what was confirmed; raises StaleAggregate."""
