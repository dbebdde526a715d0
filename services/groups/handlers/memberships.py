"""What is done with memberships, and what members say of themselves."""

from collections.abc import Callable

from groups.domain.commands import AdmitMember, AskToJoin, ChooseHomeGroup, EndMembership
from groups.domain.errors import (
    DeclarationMissing,
    GroupIsSuspended,
    NotYourGroup,
    ReferralOnly,
    TooManyGroups,
)
from groups.domain.group import Audience, Group, Kind, Status
from groups.domain.membership import MAX_GROUPS_EACH, Membership, Standing
from groups.handlers.access import leads, led_group, seen_group
from groups.handlers.stale import again_when_stale
from groups.ports import Groups, Memberships, People


def ask_to_join(command: AskToJoin, groups: Groups, memberships: Memberships, people: People) -> Membership:
    """Belong to an open group at once, and ask a closed one; a therapy group takes referrals only."""
    caller = command.caller
    group = seen_group(caller, command.group_id, groups, memberships)
    _takes_people(group)
    declared = {each.value for each in people.get(caller.member_id).declarations}
    if group.audience is not Audience.EVERYONE and group.audience.value not in declared:
        raise DeclarationMissing

    def ask(membership: Membership) -> None:
        if membership.standing is not Standing.MEMBER and group.kind is Kind.THERAPY:
            raise ReferralOnly
        _may_have_more(membership, memberships)
        membership.ask(command.at, welcome=group.open)

    return _change(group.id, caller.member_id, memberships, ask)


def admit_member(command: AdmitMember, groups: Groups, memberships: Memberships) -> Membership:
    """Have somebody belong to a group; to a therapy group by a referral of its centre only."""
    caller = command.caller
    group = led_group(caller, command.group_id, groups)
    if group.kind is Kind.THERAPY and not any(map(caller.coordinates, group.centre_ids)):
        raise ReferralOnly
    _takes_people(group)

    def admit(membership: Membership) -> None:
        _may_have_more(membership, memberships)
        membership.admit(command.at)

    return _change(group.id, command.member_id, memberships, admit)


def end_membership(command: EndMembership, groups: Groups, memberships: Memberships) -> Membership:
    """Let the caller leave, or a leader remove somebody."""
    caller = command.caller
    group = seen_group(caller, command.group_id, groups, memberships)
    if command.member_id == caller.member_id:
        return _change(group.id, caller.member_id, memberships, lambda each: each.leave(command.at))
    if not leads(caller, group):
        raise NotYourGroup
    return _change(group.id, command.member_id, memberships, lambda each: each.remove(command.at))


def choose_home_group(
    command: ChooseHomeGroup, groups: Groups, memberships: Memberships, people: People
) -> None:
    """Name the caller's home group, one that the caller may know of, or none."""
    if command.group_id is not None:
        seen_group(command.caller, command.group_id, groups, memberships)
    people.set_home_group(command.caller.member_id, command.group_id)


def _takes_people(group: Group) -> None:
    if group.status is Status.SUSPENDED:
        raise GroupIsSuspended


def _may_have_more(membership: Membership, memberships: Memberships) -> None:
    counted = membership.standing in (Standing.ASKED, Standing.MEMBER)
    if not counted and memberships.count_of(membership.member_id) >= MAX_GROUPS_EACH:
        raise TooManyGroups


def _change(
    group_id: str, member_id: str, memberships: Memberships, change: Callable[[Membership], None]
) -> Membership:
    def attempt() -> Membership:
        membership = memberships.of(group_id, member_id)
        change(membership)
        memberships.save(membership)
        return membership

    return again_when_stale(attempt)
