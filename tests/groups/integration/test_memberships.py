"""Random histories of who belongs to which group: memory and MongoDB agree with the rules in plain words."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from pymongo.database import Database

from chassis.ids import new_id
from groups.adapters.stores import Stores
from groups.domain.access import Caller
from groups.domain.commands import AdmitMember, AskToJoin, ChangeGroup, EndMembership
from groups.domain.errors import RuleBroken, StaleAggregate
from groups.domain.group import Audience, Group, Kind, Status
from groups.domain.membership import Membership, Standing
from groups.domain.person import Declaration
from groups.handlers.groups import change_group
from groups.handlers.memberships import admit_member, ask_to_join, end_membership
from groups.ports import Groups, Memberships
from tests.groups.casts import a_group
from tests.groups.memory import MemoryStores
from tests.groups.samples import CENTRE, NOW

LEADER = Caller(member_id="leader", roles=frozenset({"member"}), centre_id=None)
COORDINATOR = Caller(member_id="boss", roles=frozenset({"member", "coordinator"}), centre_id=CENTRE)
MEMBERS = st.sampled_from(["m1", "m2", "m3"])
KINDS = ("open", "closed", "women", "circle", "therapy")
GROUPS = st.sampled_from(KINDS)
LEADERS = st.sampled_from([LEADER, COORDINATOR])


def a_member(member_id: str) -> Caller:
    return Caller(member_id=member_id, roles=frozenset({"member"}), centre_id=None)


def new_groups() -> dict[str, Group]:
    return {
        "open": a_group(facilitators=("leader",)),
        "closed": a_group(open=False, facilitators=("leader",)),
        "women": a_group(audience=Audience.WOMEN, facilitators=("leader",)),
        "circle": a_group(Kind.MENTOR_CIRCLE, open=False, facilitators=("leader",)),
        "therapy": a_group(Kind.THERAPY, facilitators=("leader",)),
    }


class Model:
    """Who belongs, in the plainest words."""

    def __init__(self) -> None:
        self.standing: dict[tuple[str, str], str] = {}
        self.suspended: set[str] = set()
        self.women: set[str] = set()

    def ask(self, group: str, member: str) -> str:
        now = self.standing.get((group, member), "none")
        if group in ("circle", "therapy") and now != "member":
            return "GroupUnknown"
        if group in self.suspended:
            return "GroupIsSuspended"
        if group == "women" and member not in self.women:
            return "DeclarationMissing"
        if now in ("asked", "member"):
            return now
        welcome = group in ("open", "women") and now != "removed"
        return self._becomes(group, member, "member" if welcome else "asked")

    def admit(self, group: str, member: str, by: Caller) -> str:
        if group == "therapy" and by is LEADER:
            return "ReferralOnly"
        if group in self.suspended:
            return "GroupIsSuspended"
        return self._becomes(group, member, "member")

    def leave(self, group: str, member: str) -> str:
        now = self.standing.get((group, member), "none")
        if group in ("circle", "therapy") and now != "member":
            return "GroupUnknown"
        return "MembershipUnknown" if now in ("none", "removed") else self._becomes(group, member, "left")

    def remove(self, group: str, member: str) -> str:
        now = self.standing.get((group, member), "none")
        return "MembershipUnknown" if now in ("none", "left") else self._becomes(group, member, "removed")

    def _becomes(self, group: str, member: str, standing: str) -> str:
        self.standing[group, member] = standing
        return standing


class Histories(RuleBasedStateMachine):
    """Three people, five groups, their leader and their coordinator."""

    mongo_stores: Callable[[], Stores]

    @initialize()
    def begin(self) -> None:
        self.model = Model()
        self.stores = [MemoryStores(), type(self).mongo_stores()]
        self.groups = new_groups()
        self.people = {name: new_id() for name in ("m1", "m2", "m3")}
        for stores in self.stores:
            for group in new_groups().values():
                named = next(name for name, each in self.groups.items() if _alike(each, group))
                group.id = self.groups[named].id
                group.create(NOW.date())
                stores.groups.add(group)

    @rule(group=GROUPS, member=MEMBERS)
    def ask(self, group: str, member: str) -> None:
        command = AskToJoin(caller=self._caller(member), group_id=self.groups[group].id, at=NOW)
        self._expect(
            self.model.ask(group, member),
            lambda stores: ask_to_join(command, stores.groups, stores.memberships, stores.people),
        )

    @rule(group=GROUPS, member=MEMBERS, by=LEADERS)
    def admit(self, group: str, member: str, by: Caller) -> None:
        command = AdmitMember(
            caller=by, group_id=self.groups[group].id, member_id=self.people[member], at=NOW
        )
        self._expect(
            self.model.admit(group, member, by),
            lambda stores: admit_member(command, stores.groups, stores.memberships),
        )

    @rule(group=GROUPS, member=MEMBERS)
    def leave(self, group: str, member: str) -> None:
        self._end(self.model.leave(group, member), self._caller(member), group, member)

    @rule(group=GROUPS, member=MEMBERS, by=LEADERS)
    def remove(self, group: str, member: str, by: Caller) -> None:
        self._end(self.model.remove(group, member), by, group, member)

    @rule(group=GROUPS)
    def suspend_or_resume(self, group: str) -> None:
        status = Status.ACTIVE if group in self.model.suspended else Status.SUSPENDED
        self.model.suspended ^= {group}
        changes = {"status": status}
        for stores in self.stores:
            command = ChangeGroup(caller=COORDINATOR, group_id=self.groups[group].id, changes=changes, at=NOW)
            change_group(command, stores.groups)

    @rule(member=MEMBERS)
    def declare_or_withdraw(self, member: str) -> None:
        self.model.women ^= {member}
        declared = frozenset({Declaration.WOMEN} if member in self.model.women else ())
        for stores in self.stores:
            stores.people.declare(self.people[member], declared)

    @invariant()
    def members_of_active_groups_are_entitled_and_nobody_else(self) -> None:
        for member, member_id in self.people.items():
            entitled = {
                f"member:{self.groups[group].id}"
                for (group, each), standing in self.model.standing.items()
                if each == member and standing == "member" and group not in self.model.suspended
            }
            entitled |= {"women"} if member in self.model.women else set()
            for stores in self.stores:
                assert stores.groups.entitlements_of(member_id) == entitled

    @invariant()
    def leaders_are_entitled_to_their_active_groups(self) -> None:
        led = {f"member:{self.groups[group].id}" for group in KINDS if group not in self.model.suspended}
        for stores in self.stores:
            assert (
                stores.groups.entitlements_of("leader")
                & {f"member:{each.id}" for each in self.groups.values()}
                == led
            )

    def _caller(self, member: str) -> Caller:
        return a_member(self.people[member])

    def _end(self, expected: str, by: Caller, group: str, member: str) -> None:
        command = EndMembership(
            caller=by, group_id=self.groups[group].id, member_id=self.people[member], at=NOW
        )
        self._expect(expected, lambda stores: end_membership(command, stores.groups, stores.memberships))

    def _expect(self, expected: str, order: Callable[[Any], Membership]) -> None:
        for stores in self.stores:
            try:
                answer = order(stores).standing.value
            except RuleBroken as refusal:
                answer = type(refusal).__name__
            assert answer == expected


def _alike(one: Group, other: Group) -> bool:
    return (one.kind, one.open, one.audience) == (other.kind, other.open, other.audience)


def test_random_histories_of_members_agree_with_the_rules(database: Database[dict[str, Any]]) -> None:
    stores = Stores(database)
    stores.ensure_indexes()
    Histories.mongo_stores = staticmethod(lambda: stores)
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture(params=["memory", "mongodb"])
def stores(request: pytest.FixtureRequest) -> Any:
    if request.param == "memory":
        return MemoryStores()
    return Stores(request.getfixturevalue("database"))


def test_of_two_who_change_a_standing_at_once_the_second_is_told(stores: Any) -> None:
    first, second = stores.memberships.of("g", "m"), stores.memberships.of("g", "m")
    first.admit(NOW)
    second.ask(NOW, welcome=False)
    stores.memberships.save(first)

    with pytest.raises(StaleAggregate):
        stores.memberships.save(second)
    assert stores.memberships.of("g", "m").standing is Standing.MEMBER


def test_of_two_who_change_a_group_at_once_the_second_is_told(stores: Any) -> None:
    group = a_group()
    stores.groups.add(group)
    first, second = stores.groups.get(group.id), stores.groups.get(group.id)
    first.appoint("f", co=False)
    second.appoint("g", co=True)
    stores.groups.save(first)

    with pytest.raises(StaleAggregate):
        stores.groups.save(second)
    assert stores.groups.get(group.id).leader_ids == {"f"}


def test_a_slower_change_is_decided_anew(stores: Any) -> None:
    membership = Membership(group_id="g", member_id="m")
    stores.memberships.save(membership)
    calls: list[int] = []

    class Slow:
        """Memberships that somebody else changes between the first load and its save."""

        def of(self, group_id: str, member_id: str) -> Membership:
            found: Membership = stores.memberships.of(group_id, member_id)
            calls.append(found.version)
            if len(calls) == 1:
                stores.memberships.save(stores.memberships.of(group_id, member_id))
            return found

        def save(self, changed: Membership) -> None:
            stores.memberships.save(changed)

        def count_of(self, member_id: str) -> int:
            return int(stores.memberships.count_of(member_id))

    group = a_group(id="g")
    stores.groups.add(group)
    command = AdmitMember(caller=COORDINATOR, group_id="g", member_id="m", at=NOW)
    slow: Memberships = Slow()
    groups: Groups = stores.groups

    assert admit_member(command, groups, slow).standing is Standing.MEMBER
    assert calls == [1, 2]
