"""What a feed says of a meeting, applied to the series that is known: what no feed can say stays as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from groups.domain.changes import MAX_CHANGES, Change
from groups.domain.feeds.described import Described
from groups.domain.meeting import MeetingSeries

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_OF_A_FEED = ("women", "men")  # entitlements that a feed's types ask for
_AS_IT_SAYS = (
    *("name", "rule", "time", "duration", "time_zone", "public", "address", "latitude", "longitude"),
    *("approximate", "online", "types", "languages", "details", "joining"),
)
_OF_ITS_GROUP = ("public", "requires")
_DECIDED = (
    *("starts_on", "capacity", "requires", "changes"),
    *("suspended", "suspended_by_feed", "resumes_on", "source_id"),
)


@dataclass(frozen=True, kw_only=True)
class Importer:
    """For whom a feed is read, and what it means when it does not say."""

    centre_id: str
    source_id: str
    capacity: int
    at: datetime


def applied(meeting: Described, known: MeetingSeries | None, importer: Importer) -> MeetingSeries:
    """Give the series as its feed has it now.

    Whom a meeting of a group is for, its group says. That a feed suspends a meeting, or resumes it, counts
    when the feed says so for the first time: what a coordinator decided since then stays.
    """
    said: dict[str, Any] = {name: getattr(meeting, name) for name in _AS_IT_SAYS}
    said["starts_on"] = _starts_on(meeting, known, importer.at)
    if known is None:
        return MeetingSeries(
            **said,
            centre_id=importer.centre_id,
            slug=meeting.slug,
            part=meeting.part,
            capacity=meeting.capacity or importer.capacity,
            requires=meeting.requires,
            changes=meeting.changes or {},
            suspended=meeting.suspended,
            source_id=importer.source_id,
            suspended_by_feed=meeting.suspended,
        )
    said["capacity"] = meeting.capacity or known.capacity
    said["requires"] = (*(each for each in known.requires if each not in _OF_A_FEED), *meeting.requires)
    said["changes"] = _changes(meeting, known, importer.at)
    said |= _for_whom(known)
    return _suspended(replace(known, **said), meeting.suspended)


def vanished(known: MeetingSeries) -> MeetingSeries:
    """Give the series of a meeting that its feed has no more: suspended until it comes back."""
    return _suspended(known, True)


def restored(now: MeetingSeries, before: MeetingSeries) -> MeetingSeries:
    """Give a series as it was before an import, in all that an import changes."""
    values = {name: getattr(before, name) for name in (*_AS_IT_SAYS, *_DECIDED)}
    return replace(now, **values | _for_whom(now))


def _for_whom(series: MeetingSeries) -> dict[str, Any]:
    """Give what only its group says of a meeting that has one: a feed never opens a closed group."""
    if series.group_id is None:
        return {}
    return {name: getattr(series, name) for name in _OF_ITS_GROUP}


def differing(one: MeetingSeries, other: MeetingSeries) -> list[str]:
    """Name the fields in which two series differ."""
    return [
        each.name
        for each in fields(MeetingSeries)
        if each.compare and getattr(one, each.name) != getattr(other, each.name)
    ]


def _suspended(series: MeetingSeries, says: bool) -> MeetingSeries:
    if series.suspended_by_feed == says:
        return series
    return replace(series, suspended=says, suspended_by_feed=says, resumes_on=None)


def _starts_on(meeting: Described, known: MeetingSeries | None, at: datetime) -> date:
    """Begin a rule that says no date of its own on its first weekday from now, and leave it there."""
    if meeting.starts_on is not None:
        return meeting.starts_on
    if known is not None and known.rule == meeting.rule:
        return known.starts_on
    today = at.astimezone(ZoneInfo(meeting.time_zone)).date()
    weekday = _WEEKDAYS.index(meeting.rule[-2:])
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _changes(meeting: Described, known: MeetingSeries, at: datetime) -> Mapping[date, Change]:
    """Keep what is past, of which a feed does not speak any more, as far as there is room."""
    if meeting.changes is None:
        return known.changes
    today = at.astimezone(ZoneInfo(meeting.time_zone)).date()
    past = {day: change for day, change in known.changes.items() if day < today}
    changes = dict(sorted((past | dict(meeting.changes)).items()))
    return dict(list(changes.items())[-MAX_CHANGES:])
