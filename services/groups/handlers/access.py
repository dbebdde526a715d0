"""Who leads a group and who may know of it: what every handler about a group asks first."""

from typing import Protocol

from groups.domain.access import Caller
from groups.domain.errors import GroupUnknown, NotOfYourCentre, NotYourGroup
from groups.domain.group import Group
from groups.domain.membership import Standing
from groups.ports import Groups, Memberships


class Led(Protocol):
    """What a leader leads through its group, or a coordinator through its centre: a meeting series."""

    @property
    def group_id(self) -> str | None: ...
    @property
    def centre_id(self) -> str: ...


def leads(caller: Caller, group: Group) -> bool:
    """Tell whether the caller facilitates a group, is its therapist, or coordinates one of its centres."""
    return caller.member_id in group.leader_ids or any(map(caller.coordinates, group.centre_ids))


def may_see(caller: Caller, group: Group, memberships: Memberships) -> bool:
    """Tell whether the caller may know of a group: of a discreet one, only its members and leaders."""
    if not group.discreet or leads(caller, group):
        return True
    return memberships.of(group.id, caller.member_id).standing is Standing.MEMBER


def seen_group(caller: Caller, group_id: str, groups: Groups, memberships: Memberships) -> Group:
    """Give a group that the caller may know of; raises GroupUnknown."""
    group = groups.get(group_id)
    if not may_see(caller, group, memberships):
        raise GroupUnknown
    return group


def led_group(caller: Caller, group_id: str, groups: Groups) -> Group:
    """Give a group that the caller leads; raises NotYourGroup, or GroupUnknown of a discreet one."""
    group = groups.get(group_id)
    if leads(caller, group):
        return group
    raise GroupUnknown if group.discreet else NotYourGroup


def led_series(caller: Caller, series: Led, groups: Groups) -> None:
    """Let in who leads the group of a series, or coordinates the centre of one without a group.

    Raises what `led_group` raises, or NotOfYourCentre.
    """
    if series.group_id is not None:
        led_group(caller, series.group_id, groups)
    elif not caller.coordinates(series.centre_id):
        raise NotOfYourCentre
