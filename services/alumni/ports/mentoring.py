"""Mentors, blocks, and what mentoring needs to know of other subjects."""

from datetime import datetime
from typing import Protocol

from alumni.domain.mentor import Mentor


class Blocks(Protocol):
    """Who wants nothing to do with whom."""

    def add(self, by: str, whom: str, *, at: datetime) -> None:
        """Block a person, once; raises TooManyBlocks."""

    def remove(self, by: str, whom: str) -> None:
        """Unblock a person, blocked or not."""

    def between(self, one: str, other: str) -> bool:
        """Tell whether either of two has blocked the other."""


class Sobriety(Protocol):
    """Since when members are sober, which they keep to themselves."""

    def started_at(self, member_id: str) -> datetime | None:
        """Give the start of the running streak; None where nothing is on record."""


class MentorGrants(Protocol):
    """Who is a mentor, or has applied to be one."""

    def add(self, mentor: Mentor) -> None:
        """Store a new application; raises MentorSettled where there is one of this member."""

    def get(self, member_id: str) -> Mentor:
        """Load a mentor; MentorUnknown."""

    def save(self, mentor: Mentor) -> None:
        """Store everything but the places; raises StaleAggregate."""

    def is_mentor(self, member_id: str) -> bool:
        """Tell whether a member is an approved mentor now."""

    def take_place(self, member_id: str, pair_id: str) -> None:
        """Decide `Mentor.take_place` in one atomic step; raises MentorFull, also where there is no mentor."""

    def free_place(self, member_id: str, pair_id: str, *, walked: bool) -> None:
        """Free the place of a pair, if it holds one; count the pair if it was walked."""
