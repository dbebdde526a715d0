"""Partners, and who looks after whom."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from alumni.domain.partnership import Partnership


class Partnerships(Protocol):
    """Every two members of whom one has asked the other."""

    def get(self, partnership_id: str) -> Partnership:
        """Load one; PartnershipUnknown."""

    def find(self, partnership_id: str) -> Partnership | None:
        """Load one, if there is."""

    def waiting_of(self, member_id: str) -> int:
        """Count what a member has asked and nobody answered."""

    def save(self, partnership: Partnership) -> None:
        """Store one, new or changed, with a seat for each of the two where they are partners.

        Raises PartnersFull where one of them has no seat left, StaleAggregate.
        """


class Blocks(Protocol):
    """Who wants nothing to do with whom."""

    def between(self, one: str, other: str) -> bool:
        """Tell whether one of two has blocked the other."""


@dataclass(frozen=True, kw_only=True)
class Companions:
    """Who walks with a member, and where they are at home."""

    partners: tuple[str, ...] = ()
    mentor: str | None = None
    centre_id: str | None = None
    time_zone: str | None = None

    @property
    def everybody(self) -> list[str]:
        """Name all of them, each once."""
        return list(dict.fromkeys([*self.partners, *([self.mentor] if self.mentor else [])]))


class Companionship(Protocol):
    """Who walks with whom, as partner or mentor."""

    def of(self, member_ids: Collection[str]) -> Mapping[str, Companions]:
        """Name who walks with each of these members; nobody who is blocked by them or blocks them."""

    def mentee_of(self, mentor_id: str, pair_id: str) -> str | None:
        """Name whom a mentor walks with in a pair, if the pair is theirs and walks together."""
