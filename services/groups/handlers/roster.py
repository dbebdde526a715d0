"""Who is on call for a group: arranging it, handing it over, asking."""

from collections.abc import Callable
from datetime import datetime

from groups.domain.access import Caller
from groups.domain.commands import ArrangeRoster, HandOverShift, TakeShiftBack
from groups.domain.group import Group
from groups.domain.roster import Duty, Roster
from groups.handlers.access import led_group
from groups.handlers.stale import again_when_stale
from groups.ports import Groups, Rosters


def arrange_roster(command: ArrangeRoster, groups: Groups, rosters: Rosters) -> Roster:
    """Replace the shifts of a group that the caller leads."""
    return _change(
        command.caller,
        command.group_id,
        groups,
        rosters,
        lambda roster, group: roster.replace_shifts(command.time_zone, command.shifts, group.leader_ids),
    )


def hand_over_shift(command: HandOverShift, groups: Groups, rosters: Rosters) -> Roster:
    """Give one shift to another leader for a time."""
    return _change(
        command.caller,
        command.group_id,
        groups,
        rosters,
        lambda roster, group: roster.hand_over(command.handover, group.leader_ids, command.at),
    )


def take_shift_back(command: TakeShiftBack, groups: Groups, rosters: Rosters) -> Roster:
    """Forget a handover; one that is unknown is forgotten already."""
    return _change(
        command.caller,
        command.group_id,
        groups,
        rosters,
        lambda roster, _: roster.take_back(command.handover_id),
    )


def roster_of(caller: Caller, group_id: str, groups: Groups, rosters: Rosters) -> Roster:
    """Show a leader the roster of their group."""
    led_group(caller, group_id, groups)
    return rosters.get(group_id)


def duties_of(caller: Caller, group_id: str, at: datetime, groups: Groups, rosters: Rosters) -> list[Duty]:
    """Tell a leader who is on call for their group, and until when."""
    group = led_group(caller, group_id, groups)
    return rosters.get(group_id).on_duty(at, group.leader_ids)


def _change(
    caller: Caller,
    group_id: str,
    groups: Groups,
    rosters: Rosters,
    change: Callable[[Roster, Group], None],
) -> Roster:
    def attempt() -> Roster:
        group = led_group(caller, group_id, groups)
        roster = rosters.get(group_id)
        change(roster, group)
        rosters.save(roster)
        return roster

    return again_when_stale(attempt)
