"""What members have agreed to, purpose by purpose."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from alumni.domain.consent import ChannelWord, Consent


class Consents(Protocol):
    """The consents of the members; what was said is kept, whatever is said later."""

    def give(
        self, member_id: str, purposes: Collection[str], *, notice: str, language: str, at: datetime
    ) -> None:
        """Record that a member agrees to purposes, having read this notice; again changes nothing."""

    def withdraw(self, member_id: str, purpose: str, at: datetime, *, recipient: str | None = None) -> None:
        """Record that a member does not agree any more, towards one recipient or towards anybody.

        Raises EraseInstead for what membership needs.
        """

    def decline(self, member_id: str, purpose: str, at: datetime) -> None:
        """Record that a member does not agree to a purpose, even if nothing was said before."""

    def note(self, member_id: str, word: ChannelWord) -> None:
        """Keep what a member said of a channel of messages, once; the consent itself stays as it is."""

    def granted(self, member_id: str, purpose: str, *, recipient: str | None = None, at: datetime) -> bool:
        """Tell whether a member agrees to a purpose at this time."""

    def grant_to(
        self, member_id: str, purpose: str, recipient: str, expires_at: datetime | None, at: datetime
    ) -> None:
        """Record that a member agrees to a purpose towards one recipient, perhaps for a time."""

    def of(self, member_id: str, purpose: str, recipient: str | None = None) -> Consent:
        """Give the consent of a member to a purpose, with its history; one without acts if there is none."""

    def all_of(self, member_id: str, *, behind: str = "", limit: int = 100) -> Sequence[Consent]:
        """List everything that a member ever said yes to, by id."""
