"""Groups, memberships, people and rosters in memory, for tests."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from chassis.outbox import seal_all
from groups.domain.errors import GroupUnknown, StaleAggregate
from groups.domain.group import Group, Status
from groups.domain.membership import Membership, Standing
from groups.domain.person import Declaration, Person
from groups.domain.roster import HOME_TIME_ZONE, Roster
from groups.ports import Groups


class InMemoryMemberships:
    """The Memberships port on a dictionary."""

    def __init__(self) -> None:
        self.memberships: dict[tuple[str, str], Membership] = {}

    def of(self, group_id: str, member_id: str) -> Membership:
        """Load a standing, or that there is none."""
        absent = Membership(group_id=group_id, member_id=member_id)
        return replace(self.memberships.get((group_id, member_id), absent))

    def save(self, membership: Membership) -> None:
        """Keep a standing of the version that was loaded."""
        if self.of(membership.group_id, membership.member_id).version != membership.version:
            raise StaleAggregate
        membership.version += 1
        self.memberships[membership.group_id, membership.member_id] = replace(membership)

    def count_of(self, member_id: str) -> int:
        """Count the groups to which a member belongs or has asked to."""
        counted = (Standing.ASKED, Standing.MEMBER)
        return sum(
            each.member_id == member_id and each.standing in counted for each in self.memberships.values()
        )


class InMemoryPeople:
    """The People port on a dictionary."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}

    def get(self, member_id: str) -> Person:
        """Load what a member said."""
        return self.people.get(member_id, Person(member_id=member_id))

    def set_home_group(self, member_id: str, group_id: str | None) -> None:
        """Keep the home group."""
        self.people[member_id] = replace(self.get(member_id), home_group_id=group_id)

    def declare(self, member_id: str, declarations: frozenset[Declaration]) -> None:
        """Keep the declarations."""
        self.people[member_id] = replace(self.get(member_id), declarations=declarations)


class InMemoryGroups:
    """The Groups port on a dictionary, with the outbox of each group beside it."""

    def __init__(self, memberships: InMemoryMemberships, people: InMemoryPeople) -> None:
        self.groups: dict[str, Group] = {}
        self.outbox: dict[str, list[dict[str, Any]]] = {}
        self._unfollowed: set[str] = set()
        self._memberships = memberships
        self._people = people

    def add(self, group: Group) -> None:
        """Keep a new group."""
        if group.id in self.groups:
            raise StaleAggregate
        self._keep(group)

    def get(self, group_id: str) -> Group:
        """Load a group."""
        if group_id not in self.groups:
            raise GroupUnknown
        return deepcopy(self.groups[group_id])

    def save(self, group: Group) -> None:
        """Keep a group of the version that was loaded."""
        if self.get(group.id).version != group.version:
            raise StaleAggregate
        self._keep(group)
        self._unfollowed.add(group.id)

    def lapsed(self, today: date) -> Iterator[str]:
        """Name the active groups whose licence expired before today."""
        for group in list(self.groups.values()):
            lapsed = group.licence is not None and not group.licence.current(today)
            if lapsed and group.status is Status.ACTIVE:
                yield group.id

    def unfollowed(self) -> Iterator[Group]:
        """Give the groups that were saved since their series followed them."""
        for group_id in sorted(self._unfollowed):
            yield self.get(group_id)

    def mark_followed(self, group: Group) -> None:
        """Forget a group of the version that was followed."""
        if self.get(group.id).version == group.version:
            self._unfollowed.discard(group.id)

    def entitlements_of(self, member_id: str) -> frozenset[str]:
        """Put memberships, leading and declarations together."""
        entitling = (
            f"member:{group.id}"
            for group in self.groups.values()
            if group.status is Status.ACTIVE and self._in(group, member_id)
        )
        return frozenset((*entitling, *self._people.get(member_id).declarations))

    def _in(self, group: Group, member_id: str) -> bool:
        standing = self._memberships.of(group.id, member_id).standing
        return standing is Standing.MEMBER or member_id in group.leader_ids

    def _keep(self, group: Group) -> None:
        self.outbox.setdefault(group.id, []).extend(seal_all(group.events, after=group.sequence))
        group.mark_saved()
        self.groups[group.id] = deepcopy(group)


class InMemoryRosters:
    """The Rosters port on a dictionary."""

    def __init__(self, groups: Groups) -> None:
        self.rosters: dict[str, Roster] = {}
        self._groups = groups

    def get(self, group_id: str) -> Roster:
        """Load a roster, or an empty one."""
        return replace(self.rosters.get(group_id, Roster(group_id=group_id, time_zone=HOME_TIME_ZONE)))

    def save(self, roster: Roster) -> None:
        """Keep a roster of the version that was loaded."""
        if self.get(roster.group_id).version != roster.version:
            raise StaleAggregate
        roster.version += 1
        self.rosters[roster.group_id] = replace(roster)

    def on_duty(self, group_id: str, at: datetime) -> list[str]:
        """Ask the roster for those who still lead the group; of no group, nobody."""
        try:
            leader_ids = self._groups.get(group_id).leader_ids
        except GroupUnknown:
            return []
        return [duty.member_id for duty in self.get(group_id).on_duty(at, leader_ids)]
