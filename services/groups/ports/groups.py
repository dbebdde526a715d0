"""What the handlers need of groups and of those who belong to them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from groups.domain.group import Group
from groups.domain.membership import Membership
from groups.domain.person import Declaration, Person
from groups.domain.roster import Roster


class Groups(Protocol):
    """The groups of all centres."""

    def add(self, group: Group) -> None:
        """Store a new group with its events; raises StaleAggregate if it is there."""
        ...

    def get(self, group_id: str) -> Group:
        """Load a group; raises GroupUnknown."""
        ...

    def save(self, group: Group) -> None:
        """Store a group's state and events in one write; raises StaleAggregate or GroupBusy."""
        ...

    def lapsed(self, today: date) -> Iterable[str]:
        """Name the active groups whose therapist's licence has expired."""
        ...

    def of_centre(self, centre_id: str) -> Iterable[str]:
        """Name the groups of a centre."""
        ...

    def unfollowed(self) -> Iterable[Group]:
        """Give the groups that were saved since their series followed them."""
        ...

    def mark_followed(self, group: Group) -> None:
        """Note that a group's series have followed it, unless it was saved meanwhile."""
        ...

    def entitlements_of(self, member_id: str) -> frozenset[str]:
        """Tell what a member may come to beyond open meetings.

        "member:<group id>" of every active group that the member belongs to or leads, and "women", "men",
        "lgbtq", "young" as declared. A group that is suspended entitles nobody.
        """
        ...


class Memberships(Protocol):
    """Who belongs to which group."""

    def of(self, group_id: str, member_id: str) -> Membership:
        """Load a member's standing to a group; who never had to do with it stands at "none"."""
        ...

    def save(self, membership: Membership) -> None:
        """Store a standing; raises StaleAggregate."""
        ...

    def count_of(self, member_id: str) -> int:
        """Count the groups to which a member belongs or has asked to."""
        ...


class People(Protocol):
    """What members say of themselves; the last word counts."""

    def get(self, member_id: str) -> Person:
        """Load what a member said, which may be nothing."""
        ...

    def set_home_group(self, member_id: str, group_id: str | None) -> None:
        """Keep which group is a member's home group, if any."""
        ...

    def declare(self, member_id: str, declarations: frozenset[Declaration]) -> None:
        """Keep what a member declares, in the place of what was declared before."""
        ...


class Rosters(Protocol):
    """Who of a group's leaders is on call when."""

    def get(self, group_id: str) -> Roster:
        """Load a group's roster, which may be empty."""
        ...

    def save(self, roster: Roster) -> None:
        """Store a roster; raises StaleAggregate."""
        ...

    def on_duty(self, group_id: str, at: datetime) -> list[str]:
        """Name the members on duty at a moment, of those who lead the group; an empty list is nobody."""
        ...
