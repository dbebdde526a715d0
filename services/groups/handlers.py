"""What this service does when it is asked to, one function per command."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chassis.ids import derived_id, new_id
from groups.domain.commands import CancelMeeting, CancelRegistration, ImportMeetings, RegisterForMeeting
from groups.domain.feed import read_records
from groups.domain.meeting import HORIZON, MeetingSeries
from groups.domain.meeting_guide import Defaults, Rejection, read_series
from groups.domain.occurrence import Meeting, Registration
from groups.ports import AllSeries, Occurrences

REMADE_EVERY = timedelta(days=1)  # how far the made occurrences may fall behind the horizon
PORTION = 200  # series whose occurrences are fitted in one go


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What an import did. A record of several weekdays counts as so many meetings."""

    added: int
    changed: int
    unchanged: int
    kept: int  # coming occurrences of changed meetings left as they are: somebody holds a place
    gone: list[str]  # slugs that the feed no longer has; their meetings are untouched
    rejected: list[Rejection] = field(default_factory=list)


def register_for_meeting(command: RegisterForMeeting, occurrences: Occurrences) -> Registration:
    """Give the member a place in an occurrence, once, however often the order comes."""
    key = command.idempotency_key or new_id()
    registration_id = derived_id(command.occurrence_id, command.member_id, key)
    return occurrences.register(command.occurrence_id, registration_id, command.member_id, command.at)


def cancel_registration(command: CancelRegistration, occurrences: Occurrences) -> Registration:
    """Take the member's place back and promote the first in the queue."""
    return occurrences.cancel(command.occurrence_id, command.registration_id, command.member_id, command.at)


def cancel_meeting(command: CancelMeeting, occurrences: Occurrences) -> None:
    """Call an occurrence off for its centre, and tell everyone who holds a place."""
    occurrences.call_off(command.occurrence_id, command.centre_id, command.at)


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


def keep_occurrences_made(series: AllSeries, occurrences: Occurrences, at: datetime) -> int:
    """Make the occurrences of the coming weeks that are not made yet; gives how many series were due."""
    horizon = at + HORIZON
    count = 0
    for due in series.due(horizon - REMADE_EVERY):
        make_occurrences(due, occurrences, at)
        series.mark_made(due, horizon)
        count += len(due)
    return count


def make_occurrences(series: Mapping[str, MeetingSeries], occurrences: Occurrences, at: datetime) -> int:
    """Fit the coming occurrences of these series to them; gives how many stay because they are held."""
    ids = list(series)
    kept = 0
    for start in range(0, len(ids), PORTION):
        portion = ids[start : start + PORTION]
        wanted = (meeting for id_ in portion for meeting in _meetings(id_, series[id_], at))
        kept += occurrences.arrange(portion, {meeting.id: meeting for meeting in wanted}, at)
    return kept


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


def _meetings(id_: str, series: MeetingSeries, at: datetime) -> Iterable[Meeting]:
    """The occurrences of a series within the horizon; the id derives from the local date."""
    for day in series.dates(at, at + HORIZON):
        yield Meeting(
            id=derived_id(id_, day.isoformat()),
            series_id=id_,
            centre_id=series.centre_id,
            name=series.name,
            slug=series.slug,
            types=series.types,
            address=series.address,
            online=series.online,
            starts_at=series.starts_at(day),
            ends_at=series.ends_at(day),
            time_zone=series.time_zone,
            capacity=series.capacity,
        )
