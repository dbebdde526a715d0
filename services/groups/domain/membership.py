"""Whether a member belongs to a group, and how that changes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from groups.domain.errors import MembershipUnknown

MAX_GROUPS_EACH = 100  # of one member


class Standing(StrEnum):
    """How a member stands to a group."""

    NONE = "none"
    ASKED = "asked"
    MEMBER = "member"
    LEFT = "left"
    REMOVED = "removed"


@dataclass(kw_only=True)
class Membership:
    """One member's standing to one group."""

    group_id: str
    member_id: str
    standing: Standing = Standing.NONE
    since: datetime | None = None  # UTC
    version: int = 0

    def ask(self, at: datetime, *, welcome: bool) -> None:
        """Ask to belong; who is welcome belongs at once, but never who was removed.

        Asking again, or as a member, changes nothing.
        """
        if self.standing in (Standing.ASKED, Standing.MEMBER):
            return
        at_once = welcome and self.standing is not Standing.REMOVED
        self._become(Standing.MEMBER if at_once else Standing.ASKED, at)

    def admit(self, at: datetime) -> None:
        """Belong, whatever was before; so a removal is undone."""
        if self.standing is not Standing.MEMBER:
            self._become(Standing.MEMBER, at)

    def leave(self, at: datetime) -> None:
        """Belong no more by one's own wish, or take a request back; raises MembershipUnknown."""
        if self.standing in (Standing.NONE, Standing.REMOVED):
            raise MembershipUnknown
        if self.standing is not Standing.LEFT:
            self._become(Standing.LEFT, at)

    def remove(self, at: datetime) -> None:
        """Belong no more, or not be admitted, by a leader's decision; raises MembershipUnknown."""
        if self.standing in (Standing.NONE, Standing.LEFT):
            raise MembershipUnknown
        if self.standing is not Standing.REMOVED:
            self._become(Standing.REMOVED, at)

    def _become(self, standing: Standing, at: datetime) -> None:
        self.standing, self.since = standing, at
