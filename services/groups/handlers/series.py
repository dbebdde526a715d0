"""What is done with meeting series, one function per command; the dates follow before it is answered."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chassis.ids import derived_id, new_id
from groups.domain.access import Caller
from groups.domain.commands import (
    ChangeDate,
    ChangeSeries,
    EndSeries,
    ResumeSeries,
    ScheduleSeries,
    SuspendSeries,
)
from groups.domain.errors import CapacityTaken, GroupUnknown, NotOfYourCentre, SeriesUnknown, StaleAggregate
from groups.domain.events import SeriesChanged, SeriesEnded, SeriesFact, SeriesResumed, SeriesSuspended
from groups.domain.group import Status
from groups.domain.meeting import HORIZON, MeetingSeries
from groups.domain.scheduling import (
    begun,
    ended,
    is_to_resume,
    resumed,
    suspended,
    with_all,
    with_change,
    with_following,
    without_change,
)
from groups.handlers.access import led_group, led_series
from groups.handlers.calendar import make_occurrences
from groups.handlers.stale import again_when_stale
from groups.ports import AllSeries, Groups, Occurrences

_EARLIEST_ZONE = timedelta(hours=14)  # ahead of UTC


@dataclass(frozen=True, kw_only=True)
class Scheduling:
    """What orders about series work with."""

    series: AllSeries
    occurrences: Occurrences
    groups: Groups


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A series as it is now, and of how many dates somebody was told."""

    id: str
    series: MeetingSeries
    told: int = 0
    created: bool = False


def schedule_series(command: ScheduleSeries, scheduling: Scheduling) -> Outcome:
    """Let a series begin, of the caller's own centre or of a group that they lead, and make its dates.

    A group's series takes from it what it is and whom it is for.
    """
    key = command.idempotency_key
    id_ = derived_id("series", command.caller.member_id, key) if key else new_id()
    if key and (known := _found(id_, scheduling.series)):
        return Outcome(id=id_, series=known)
    series = begun(_of_its_group(command, id_, scheduling.groups))
    saved = scheduling.series.save({id_: series})
    told = make_occurrences(saved, scheduling.occurrences, command.at)
    return Outcome(id=id_, series=saved[id_], told=told, created=True)


def change_series(command: ChangeSeries, scheduling: Scheduling) -> Outcome:
    """Change all dates of a series, or one and all after it; whoever holds a place keeps it."""

    def changed(series: MeetingSeries) -> MeetingSeries:
        if command.since is None:
            return with_all(series, command.values, command.at)
        return with_following(series, command.since, command.values, command.at)

    return _change(command, scheduling, changed, SeriesChanged)


def change_date(command: ChangeDate, scheduling: Scheduling) -> Outcome:
    """Change one date of a series, cancel it, add it, or let it be as it was."""

    def changed(series: MeetingSeries) -> MeetingSeries:
        if command.change is None:
            return without_change(series, command.original_date, command.at)
        return with_change(series, command.original_date, command.change, command.at)

    return _change(command, scheduling, changed, SeriesChanged)


def suspend_series(command: SuspendSeries, scheduling: Scheduling) -> Outcome:
    """Let a series pause; who holds a place in a date of that time is told that it is cancelled."""

    def fact(*, series_id: str, centre_id: str, group_id: str | None) -> SeriesFact:
        day = command.resumes_on.isoformat() if command.resumes_on else None
        return SeriesSuspended(series_id=series_id, centre_id=centre_id, group_id=group_id, resumes_on=day)

    return _change(
        command, scheduling, lambda series: suspended(series, command.resumes_on, command.at), fact
    )


def resume_series(command: ResumeSeries, scheduling: Scheduling) -> Outcome:
    """End the pause of a series; dates that it cancelled take place again, and their members are told."""
    return _change(command, scheduling, lambda series: resumed(series, command.at), SeriesResumed)


def end_series(command: EndSeries, scheduling: Scheduling) -> Outcome:
    """Let a series take place no more."""
    return _change(
        command, scheduling, lambda series: ended(series, command.ends_on, command.at), SeriesEnded
    )


def resume_due_series(series: AllSeries, at: datetime) -> int:
    """Resume the suspended series whose day has come; their dates from that day on are made already."""
    count = 0
    for id_, each in series.to_resume((at + _EARLIEST_ZONE).date()).items():
        if not is_to_resume(each, at):
            continue
        fact = SeriesResumed(series_id=id_, centre_id=each.centre_id, group_id=each.group_id)
        try:
            series.change(id_, replace(each, suspended=False, resumes_on=None), fact)
        except StaleAggregate:  # Somebody else resumed it, or changed it: the next look sees.
            continue
        count += 1
    return count


def led(caller: Caller, series_id: str, scheduling: Scheduling) -> MeetingSeries:
    """Give a series that the caller leads; raises SeriesUnknown, NotYourGroup or NotOfYourCentre."""
    series = scheduling.series.get(series_id)
    try:
        led_series(caller, series, scheduling.groups)
    except GroupUnknown:
        raise SeriesUnknown from None
    return series


_Command = ChangeSeries | ChangeDate | SuspendSeries | ResumeSeries | EndSeries


def _change(
    command: _Command,
    scheduling: Scheduling,
    changed: Callable[[MeetingSeries], MeetingSeries],
    fact: Callable[..., SeriesFact],
) -> Outcome:
    """Load, decide, save and let the dates follow; what changes nothing is told to nobody."""
    id_ = command.series_id

    def attempt() -> tuple[MeetingSeries, bool]:
        before = led(command.caller, id_, scheduling)
        after = changed(before)
        if after == before:
            return before, False
        _refuse_too_few_seats(id_, before, after, scheduling.occurrences, command.at)
        event = fact(series_id=id_, centre_id=after.centre_id, group_id=after.group_id)
        return scheduling.series.change(id_, after, event), True

    series, is_new = again_when_stale(attempt)
    told = make_occurrences({id_: series}, scheduling.occurrences, command.at) if is_new else 0
    return Outcome(id=id_, series=series, told=told)


def _refuse_too_few_seats(
    id_: str, before: MeetingSeries, after: MeetingSeries, occurrences: Occurrences, at: datetime
) -> None:
    taken = occurrences.seats_taken(id_, at)
    for day in after.dates(at, at + HORIZON):
        meeting = after.meeting(id_, day)
        if taken.get(meeting.id, 0) > meeting.capacity < before.on(day).capacity:
            raise CapacityTaken


def _of_its_group(command: ScheduleSeries, id_: str, groups: Groups) -> MeetingSeries:
    """Give a series its centre, its name in feeds, and what its group says of it."""
    series = replace(command.series, slug=f"{command.series.slug}-{id_[:8]}")
    if series.group_id is None:
        if not command.caller.coordinates(series.centre_id):
            raise NotOfYourCentre
        return series
    group = led_group(command.caller, series.group_id, groups)
    own = command.caller.centre_id
    return replace(
        series,
        centre_id=own if own in group.centre_ids else group.centre_ids[0],
        kind=group.kind.value,
        public=group.open,
        requires=group.requires,
        paused=group.status is Status.SUSPENDED,
        languages=series.languages or group.languages,
    )


def _found(series_id: str, series: AllSeries) -> MeetingSeries | None:
    try:
        return series.get(series_id)
    except SeriesUnknown:
        return None
