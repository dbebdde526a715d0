"""What groups holds of a person, and that it was erased."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol


class PersonalData(Protocol):
    """Everything that this service holds of a person; each step may be repeated."""

    def standing_in(self, member_id: str) -> Iterable[str]:
        """Name the series in which a member has a standing seat."""

    def coming(self, member_id: str, at: datetime, group_id: str | None = None) -> Iterable[tuple[str, str]]:
        """Name the coming dates in which a member has or waits for a seat, each with the registration.

        Those of one group, if it is named.
        """

    def erase(self, member_id: str) -> int:
        """Erase whatever is left of a member; tell of how many documents."""

    def answer(self, erasure_id: str, records: int) -> None:
        """Tell, once, that nothing is left."""
