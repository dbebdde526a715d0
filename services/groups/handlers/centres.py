"""How groups and series follow the centres that stand behind them: they pause with them, and come back."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from chassis.events import Event
from groups.domain.errors import GroupBusy
from groups.domain.events import SeriesFact, SeriesResumed, SeriesSuspended
from groups.domain.group import Cause, Group
from groups.handlers.stale import again_when_stale
from groups.ports import AllSeries, Centres, Groups


def pause_centre(event: Event, centres: Centres) -> None:
    """Take note that a centre is suspended, or has left."""
    centres.note(event.data["centre_id"], paused=True)


def resume_centre(event: Event, centres: Centres) -> None:
    """Take note that a centre takes part again."""
    centres.note(event.data["centre_id"], paused=False)


def let_groups_follow(centres: Centres, groups: Groups, series: AllSeries, at: datetime) -> int:
    """Have the groups and the series of every centre that changed follow it; gives how many centres.

    A group that another centre carries on goes on. One that cannot change yet, because too much of it
    waits to be published, is looked at again with its centre.
    """
    found = list(centres.unfollowed())
    for centre_id, paused in found:
        for series_id in series.of_centre_alone(centre_id):
            again_when_stale(partial(_pause_series, series_id, series, paused=paused))
        with suppress(GroupBusy):
            for group_id in groups.of_centre(centre_id):
                again_when_stale(partial(_follow, group_id, centres, groups, at.date()))
            centres.mark_followed(centre_id, paused=paused)
    return len(found)


def _follow(group_id: str, centres: Centres, groups: Groups, today: date) -> None:
    group: Group = groups.get(group_id)
    before = group.status, group.cause
    if centres.all_paused(group.centre_ids):
        group.suspend(Cause.CENTRE_SUSPENDED)
    else:
        group.resume_with_centre(today)
    if (group.status, group.cause) != before:
        groups.save(group)


def _pause_series(series_id: str, all_series: AllSeries, *, paused: bool) -> None:
    before = all_series.get(series_id)
    if before.paused == paused:
        return
    all_series.change(series_id, replace(before, paused=paused), _fact(series_id, before.centre_id, paused))


def _fact(series_id: str, centre_id: str, paused: bool) -> SeriesFact:
    if paused:
        return SeriesSuspended(series_id=series_id, centre_id=centre_id, group_id=None, resumes_on=None)
    return SeriesResumed(series_id=series_id, centre_id=centre_id, group_id=None)
