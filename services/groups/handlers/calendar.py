"""How occurrences are made ahead of their series, and follow them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from groups.domain.calendar import Wanted
from groups.domain.errors import MeetingBusy
from groups.domain.meeting import HORIZON, MeetingSeries
from groups.ports import AllSeries, Occurrences

REMADE_EVERY = timedelta(days=1)  # how far the made occurrences may fall behind the horizon
PORTION = 200  # series whose occurrences are fitted in one go


def keep_occurrences_made(series: AllSeries, occurrences: Occurrences, at: datetime) -> int:
    """Make the occurrences of the coming weeks that are not made yet; gives how many series were due.

    What cannot follow yet, because too much of it waits to be published, is due again.
    """
    horizon = at + HORIZON
    count = 0
    for due in series.due(horizon - REMADE_EVERY):
        count += len(due)
        try:
            make_occurrences(due, occurrences, at)
        except MeetingBusy:
            continue
        series.mark_made(due, horizon)
    return count


def make_occurrences(series: Mapping[str, MeetingSeries], occurrences: Occurrences, at: datetime) -> int:
    """Fit the coming occurrences of these series to them; gives of how many dates somebody is told.

    Raises MeetingBusy when a date cannot follow yet; by then the others have.
    """
    ids = list(series)
    told, busy = 0, False
    for start in range(0, len(ids), PORTION):
        portion = {id_: series[id_] for id_ in ids[start : start + PORTION]}
        try:
            told += occurrences.arrange(_wanted(portion, at))
        except MeetingBusy:
            busy = True
    if busy:
        raise MeetingBusy
    return told


def _wanted(portion: Mapping[str, MeetingSeries], at: datetime) -> Wanted:
    until = at + HORIZON
    meetings = (each.meeting(id_, day) for id_, each in portion.items() for day in each.dates(at, until))
    return Wanted(
        meetings={meeting.id: meeting for meeting in meetings},
        revisions={id_: each.revision for id_, each in portion.items()},
        after=at,
        until=until,
    )
