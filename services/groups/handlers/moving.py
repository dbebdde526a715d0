"""Let somebody who has moved to another centre keep the seats that they may keep."""

from datetime import datetime
from functools import partial

from groups.domain.errors import MeetingBusy, RuleBroken
from groups.domain.group import Group
from groups.domain.membership import Standing
from groups.handlers.stale import again_when_stale
from groups.handlers.standing import fit_dates
from groups.ports import AllSeries, AllStandingSeats, Groups, Memberships, Occurrences
from groups.ports.erasure import PersonalData

_BELONGING = (Standing.ASKED, Standing.MEMBER)


def leave_former_centre(
    member_id: str,
    former_centre_id: str,
    *,
    groups: Groups,
    memberships: Memberships,
    series: AllSeries,
    seats: AllStandingSeats,
    occurrences: Occurrences,
    personal: PersonalData,
    at: datetime,
) -> None:
    """End what a member has in closed groups of the former centre alone; every other seat stays.

    Each step may be taken twice. Raises MeetingBusy: hear it again in a moment.
    """
    for group_id in groups.of_centre(former_centre_id):
        if not _is_closed_to_others(groups.get(group_id), former_centre_id):
            continue
        again_when_stale(partial(_leave, member_id, group_id, memberships, at))
        theirs = set(series.of_group(group_id)) & set(personal.standing_in(member_id))
        for series_id in theirs:
            seats.give_up(series_id, member_id, at)
            fit_dates(series_id, seats, occurrences, at)
        for occurrence_id, registration_id in personal.coming(member_id, at, group_id):
            try:
                occurrences.cancel(occurrence_id, registration_id, member_id, at)
            except MeetingBusy:
                raise
            except RuleBroken:
                continue  # Begun or called off meanwhile.


def _is_closed_to_others(group: Group, centre_id: str) -> bool:
    return not group.open and set(group.centre_ids) == {centre_id}


def _leave(member_id: str, group_id: str, memberships: Memberships, at: datetime) -> None:
    membership = memberships.of(group_id, member_id)
    if membership.standing in _BELONGING:
        membership.leave(at)
        memberships.save(membership)
