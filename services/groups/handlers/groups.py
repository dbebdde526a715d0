"""What is done with groups and with who leads them, one function per command."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from groups.domain.access import Caller
from groups.domain.commands import AppointFacilitator, ChangeGroup, CreateGroup, DismissFacilitator
from groups.domain.errors import GroupBusy, GroupIsSuspended, GroupUnknown, NotOfYourCentre, NotYourGroup
from groups.domain.group import Cause, Group, Status
from groups.handlers.stale import again_when_stale
from groups.ports import Groups

_DESCRIPTION = frozenset(
    ("name", "description", "fellowship", "centre_ids", "open", "languages", "audience", "accessibility")
)


def create_group(command: CreateGroup, groups: Groups) -> tuple[Group, bool]:
    """Let a group begin, in the coordinator's own centre at least; tells whether it is new.

    The same order again gives the group that it made. Raises NotOfYourCentre.
    """
    _of_own_centre(command.caller, command.group)

    def attempt() -> tuple[Group, bool]:
        with suppress(GroupUnknown):
            return coordinated_group(command.caller, command.group.id, groups), False
        group = replace(command.group, events=[])
        group.create(command.at.date())
        groups.add(group)
        return group, True

    return again_when_stale(attempt)


def change_group(command: ChangeGroup, groups: Groups) -> Group:
    """Describe a group anew, renew its licence, suspend it or let it meet again.

    One that pauses with its centres comes back with them alone. Raises GroupIsSuspended.
    """
    today, changes = command.at.date(), command.changes

    def change(group: Group) -> None:
        for name in _DESCRIPTION & changes.keys():
            setattr(group, name, changes[name])
        _of_own_centre(command.caller, group)
        if "licence" in changes:
            group.renew(changes["licence"], today)
        if changes.get("status") is Status.SUSPENDED:
            group.suspend(Cause.BY_COORDINATOR)
        if changes.get("status") is Status.ACTIVE:
            if group.cause is Cause.CENTRE_SUSPENDED:
                raise GroupIsSuspended
            group.resume(today)
        group.check(today)

    return _change(command.caller, command.group_id, groups, change)


def appoint_facilitator(command: AppointFacilitator, groups: Groups) -> Group:
    """Let a member facilitate a group, or co-facilitate it."""
    return _change(
        command.caller,
        command.group_id,
        groups,
        lambda group: group.appoint(command.member_id, co=command.co),
    )


def dismiss_facilitator(command: DismissFacilitator, groups: Groups) -> Group:
    """Let a member facilitate a group no more."""
    return _change(command.caller, command.group_id, groups, lambda group: group.dismiss(command.member_id))


def suspend_lapsed_groups(groups: Groups, at: datetime) -> int:
    """Suspend every therapy group whose licence has expired; gives how many there were.

    One that cannot change yet, because too much of it waits to be published, is looked at again.
    """
    today = at.date()
    ids = list(groups.lapsed(today))
    for group_id in ids:
        with suppress(GroupBusy):
            again_when_stale(partial(_suspend_if_lapsed, group_id, groups, today))
    return len(ids)


def _suspend_if_lapsed(group_id: str, groups: Groups, today: date) -> None:
    group = groups.get(group_id)
    group.suspend_if_lapsed(today)
    groups.save(group)


def coordinated_group(caller: Caller, group_id: str, groups: Groups) -> Group:
    """Give a group of the caller's own centre; raises NotYourGroup, or GroupUnknown of a discreet one."""
    group = groups.get(group_id)
    if any(map(caller.coordinates, group.centre_ids)):
        return group
    raise GroupUnknown if group.discreet else NotYourGroup


def _change(caller: Caller, group_id: str, groups: Groups, change: Callable[[Group], None]) -> Group:
    def attempt() -> Group:
        group = coordinated_group(caller, group_id, groups)
        change(group)
        groups.save(group)
        return group

    return again_when_stale(attempt)


def _of_own_centre(caller: Caller, group: Group) -> None:
    if not any(map(caller.coordinates, group.centre_ids)):
        raise NotOfYourCentre
