"""How a centre's feed becomes meeting series."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chassis.ids import derived_id
from groups.domain.commands import ImportMeetings
from groups.domain.feeds.described import Rejection
from groups.domain.feeds.json_array import read_records
from groups.domain.feeds.meeting_guide import Defaults, read_series
from groups.domain.meeting import MeetingSeries
from groups.handlers.calendar import make_occurrences
from groups.ports import AllSeries, Occurrences


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What an import did. A record of several weekdays counts as so many meetings."""

    added: int
    changed: int
    unchanged: int
    kept: int  # coming occurrences of changed meetings left as they are: somebody holds a place
    gone: list[str]  # slugs that the feed no longer has; their meetings are untouched
    rejected: list[Rejection] = field(default_factory=list)


def import_meetings(command: ImportMeetings, series: AllSeries, occurrences: Occurrences) -> ImportReport:
    """Add and change a centre's meetings as its feed says; reject single records, never half of one.

    Raises FeedInvalid before anything is written. A meeting that the feed no longer has stays as it is.
    """
    defaults = Defaults(centre_id=command.centre_id, time_zone=command.time_zone, capacity=command.capacity)
    reading = read_series(read_records(command.feed), defaults)
    known = series.of_centre(command.centre_id)
    read = {series_id(each): each for each in reading.series}
    new = {id_: each for id_, each in read.items() if id_ not in known}
    changed = {id_: each for id_, each in read.items() if id_ in known and known[id_] != each}
    changed |= _dropped_weekdays(known, read)
    series.save(new | changed)
    kept = make_occurrences(new | changed, occurrences, command.at)
    return ImportReport(
        added=len(new),
        changed=len(changed),
        unchanged=sum(known.get(id_) == each for id_, each in read.items()),
        kept=kept,
        gone=sorted({each.slug for each in known.values()} - reading.slugs),
        rejected=reading.rejected,
    )


def series_id(series: MeetingSeries) -> str:
    """Derive the id of a series from what stays the same however its feed changes."""
    return derived_id(series.centre_id, series.slug, str(series.part))


def _dropped_weekdays(
    known: Mapping[str, MeetingSeries], read: Mapping[str, MeetingSeries]
) -> dict[str, MeetingSeries]:
    """Suspend the weekdays that a record named before and names no more."""
    slugs = {each.slug for each in read.values()}
    return {
        id_: replace(each, suspended=True)
        for id_, each in known.items()
        if id_ not in read and each.slug in slugs and not each.suspended
    }
