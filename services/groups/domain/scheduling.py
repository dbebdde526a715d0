"""What may be done with a series: each gives the series as it becomes, or refuses."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from groups.domain.changes import FURTHEST_MOVE, MAX_CHANGES, MAX_SEGMENTS, Change, Segment
from groups.domain.errors import DateNotInSeries, SeriesInconsistent, SeriesOver, TooManyDateChanges
from groups.domain.group import Kind
from groups.domain.meeting import MeetingSeries
from groups.domain.recurrence import check

_PRUNED_AFTER = timedelta(days=180)  # what was different longer ago is forgotten when there is too much of it

OF_ITS_GROUP = frozenset(("kind", "public", "requires"))  # as its group says, if it has one


def begun(series: MeetingSeries) -> MeetingSeries:
    """Let a series begin on the first date of its rule, if all that was said of it holds together.

    Raises RuleInvalid or SeriesInconsistent.
    """
    _check(series)
    first = check(series.rule, datetime.combine(series.starts_on, series.time), series.time_zone)
    return replace(series, starts_on=first)


def with_all(series: MeetingSeries, values: Mapping[str, Any], at: datetime) -> MeetingSeries:
    """Change every date; what was different from a date on is so no more. Raises as `begun` does."""
    _refuse_when_over(series, at)
    if series.group_id is not None and OF_ITS_GROUP & values.keys():
        raise SeriesInconsistent("What a group's meetings are, and whom they are for, its group says.")
    named = {*values, "starts_on"} if "rule" in values else {*values}
    kept = (
        Segment(since=each.since, values={name: of for name, of in each.values.items() if name not in named})
        for each in series.segments
    )
    changed = replace(series, **values, segments=tuple(each for each in kept if each.values))
    _check(changed)
    if {"rule", "starts_on", "time", "time_zone"} & values.keys():
        check(changed.rule, datetime.combine(changed.starts_on, changed.time), changed.time_zone)
    return changed


def with_following(
    series: MeetingSeries, since: date, values: Mapping[str, Any], at: datetime
) -> MeetingSeries:
    """Change one date of the series and all after it; another rule counts from that date.

    The series stays the same one. Raises DateNotInSeries, TooManyDateChanges, and as `begun` does.
    """
    _refuse_when_over(series, at)
    _to_come(series, since, at)
    if "rule" in values:
        values = {**values, "starts_on": since}
    same = next((each.values for each in series.segments if each.since == since), {})
    before = tuple(each for each in series.segments if each.since < since)
    if len(before) >= MAX_SEGMENTS:
        raise TooManyDateChanges
    changed = replace(series, segments=(*before, Segment(since=since, values={**same, **values})))
    then = changed.as_of(since)
    _check(then)
    if "rule" in values:
        check(then.rule, datetime.combine(since, then.time), then.time_zone)
    return changed


def with_change(series: MeetingSeries, day: date, change: Change, at: datetime) -> MeetingSeries:
    """Change a single date, cancel it, or add one that the rule does not give.

    Raises DateNotInSeries, TooManyDateChanges or SeriesInconsistent.
    """
    _refuse_when_over(series, at)
    known = series.changes.get(day)
    if change.extra and not (known and known.extra) and series.gives(day):
        raise SeriesInconsistent("The series gives this date already.")
    changes = _remembered(series, at) | {day: change}
    if len(changes) > MAX_CHANGES:
        raise TooManyDateChanges
    if not change.extra:
        _to_come(series, day, at)
    changed = replace(series, changes=changes)
    if change.starts_at and abs(change.starts_at.date() - day) > FURTHEST_MOVE:
        raise SeriesInconsistent(f"A date moves by {FURTHEST_MOVE.days} days at most.")
    if changed.starts_at(day) <= at:
        raise DateNotInSeries("This date is over.")
    _check(changed.on(day))
    return changed


def without_change(series: MeetingSeries, day: date, at: datetime) -> MeetingSeries:
    """Let a date be again as the series gives it; one that was added goes."""
    _refuse_when_over(series, at)
    return replace(series, changes={each: of for each, of in series.changes.items() if each != day})


def suspended(series: MeetingSeries, resumes_on: date | None, at: datetime) -> MeetingSeries:
    """Let a series pause, until a day or until it is resumed. Raises SeriesInconsistent."""
    _refuse_when_over(series, at)
    if resumes_on is not None and resumes_on <= today(series, at):
        raise SeriesInconsistent("A series resumes on a day to come.")
    return replace(series, suspended=True, resumes_on=resumes_on)


def resumed(series: MeetingSeries, at: datetime) -> MeetingSeries:
    """End the pause of a series."""
    _refuse_when_over(series, at)
    return replace(series, suspended=False, resumes_on=None)


def is_to_resume(series: MeetingSeries, at: datetime) -> bool:
    """Tell whether the day has come, on the wall clock of the meeting, on which a series resumes."""
    return series.suspended and series.resumes_on is not None and series.resumes_on <= today(series, at)


def ended(series: MeetingSeries, ends_on: date | None, at: datetime) -> MeetingSeries:
    """Let a series take place no more from a day on, or from now on. Raises SeriesInconsistent."""
    _refuse_when_over(series, at)
    if ends_on is not None and ends_on < today(series, at):
        raise SeriesInconsistent("A series does not end on a day that is over.")
    return replace(series, ends_on=ends_on or today(series, at))


def today(series: MeetingSeries, at: datetime) -> date:
    """Give the date on the wall clock of the meeting."""
    return at.astimezone(ZoneInfo(series.time_zone)).date()


def _check(series: MeetingSeries) -> None:
    if series.group_id is None and series.kind == Kind.THERAPY:
        raise SeriesInconsistent("Therapy is given in a therapy group.")
    if not series.address and not series.online:
        raise SeriesInconsistent("A meeting has an address, a way to join from elsewhere, or both.")
    if (series.latitude is None) != (series.longitude is None):
        raise SeriesInconsistent("A position has a latitude and a longitude.")
    if series.standing_capacity is not None and series.standing_capacity > series.capacity:
        raise SeriesInconsistent("There are no more standing seats than seats.")


def _refuse_when_over(series: MeetingSeries, at: datetime) -> None:
    if series.ends_on is not None and series.ends_on <= today(series, at):
        raise SeriesOver


def _to_come(series: MeetingSeries, day: date, at: datetime) -> None:
    if not series.gives(day):
        raise DateNotInSeries("The series gives no such date.")
    if series.starts_at(day) <= at:
        raise DateNotInSeries("This date is over.")


def _remembered(series: MeetingSeries, at: datetime) -> dict[date, Change]:
    """The changes of single dates, without old ones when there is no room for another."""
    if len(series.changes) < MAX_CHANGES:
        return dict(series.changes)
    oldest = today(series, at) - _PRUNED_AFTER
    return {day: change for day, change in series.changes.items() if day >= oldest}
