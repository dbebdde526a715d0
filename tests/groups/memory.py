"""The stores of groups in memory, by the names they have on MongoDB."""

from groups.adapters.memory_groups import (
    InMemoryGroups,
    InMemoryMemberships,
    InMemoryPeople,
    InMemoryRosters,
)


class MemoryStores:
    """Everything in dictionaries."""

    def __init__(self) -> None:
        self.memberships = InMemoryMemberships()
        self.people = InMemoryPeople()
        self.groups = InMemoryGroups(self.memberships, self.people)
        self.rosters = InMemoryRosters(self.groups)
