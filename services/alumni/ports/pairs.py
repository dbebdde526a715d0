"""Wishes, pairs, and who may be matched."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from alumni.domain.matching import Candidate, Seeker, Wish
from alumni.domain.pair import Pair


class Wishes(Protocol):
    """What mentees wish for; a wish stands until it is taken back."""

    def put(self, member_id: str, wish: Wish, *, at: datetime) -> None:
        """Wish for something, or something else."""

    def get(self, member_id: str) -> Wish:
        """Give a member's wish; WishMissing."""

    def remove(self, member_id: str) -> None:
        """Wish for nothing any more."""


class Field(Protocol):
    """Everybody who may be matched, as they are now: with consent, and who is parted from whom."""

    def seekers(self, member_ids: Collection[str]) -> Sequence[Seeker]:
        """Give those of these members who have a wish and agree to mentoring."""

    def candidates(
        self, *, languages: Collection[str], centre_id: str | None = None, only: str | None = None
    ) -> Sequence[Candidate]:
        """Give mentors who take somebody on in any of these languages, perhaps of one centre or one alone."""

    def of_centre(self, member_ids: Collection[str], centre_id: str) -> frozenset[str]:
        """Name those of these members whose home centre this is."""

    def parted(self, member_ids: Collection[str]) -> frozenset[tuple[str, str]]:
        """Give each of these members with everybody from whom a block of either side parts them."""

    def parted_from(self, member_id: str) -> frozenset[str]:
        """Name whom a block of either side parts from a member."""


class Pairs(Protocol):
    """The pairs that were proposed, walk, or walked."""

    def add(self, pair: Pair) -> Pair:
        """Store a new pair; give the open one of these two instead where there is one."""

    def get(self, pair_id: str) -> Pair:
        """Load a pair; PairUnknown."""

    def save(self, pair: Pair) -> None:
        """Store state and events; raises StaleAggregate, and WalkingAlready for a second mentor."""

    def open_of(self, member_id: str) -> Iterator[Pair]:
        """Find the proposed and the active pairs of a member, on either side."""

    def walking(self, member_ids: Collection[str]) -> frozenset[str]:
        """Name those of these members who walk with a mentor."""

    def due(self, at: datetime) -> Iterator[Pair]:
        """Find pairs for which something is due, some at a time."""

    def holding(self) -> Iterator[Pair]:
        """Find closed pairs whose place at the mentor may still be taken, some at a time."""

    def freed(self, pair_id: str) -> None:
        """Take note that the place of a closed pair is free."""
