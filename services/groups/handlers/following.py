"""How the meeting series of a group follow it: they pause with it, and are for whom it is for."""

from dataclasses import replace
from functools import partial

from groups.domain.events import SeriesChanged, SeriesFact, SeriesResumed, SeriesSuspended
from groups.domain.group import Group, Status
from groups.domain.meeting import MeetingSeries
from groups.handlers.stale import again_when_stale
from groups.ports import AllSeries, Groups


def let_series_follow(groups: Groups, series: AllSeries) -> int:
    """Have the series of every group that was changed follow it; gives how many groups there were.

    Their dates are made anew after that, and whoever holds a place in one that is cancelled is told.
    """
    count = 0
    for group in groups.unfollowed():
        for id_ in series.of_group(group.id):
            again_when_stale(partial(_follow, id_, group, series))
        groups.mark_followed(group)
        count += 1
    return count


def _follow(id_: str, group: Group, series: AllSeries) -> None:
    before = series.get(id_)
    after = replace(
        before,
        kind=group.kind.value,
        public=group.open,
        requires=group.requires,
        paused=group.status is Status.SUSPENDED,
    )
    if after != before:
        series.change(id_, after, _fact(id_, before, after))


def _fact(id_: str, before: MeetingSeries, after: MeetingSeries) -> SeriesFact:
    centre_id, group_id = after.centre_id, after.group_id
    if after.paused and not before.paused:
        return SeriesSuspended(series_id=id_, centre_id=centre_id, group_id=group_id, resumes_on=None)
    kind = SeriesResumed if before.paused and not after.paused else SeriesChanged
    return kind(series_id=id_, centre_id=centre_id, group_id=group_id)
