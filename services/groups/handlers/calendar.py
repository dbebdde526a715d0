"""How occurrences are made ahead of their series."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from chassis.ids import derived_id
from groups.domain.meeting import HORIZON, MeetingSeries
from groups.domain.occurrence import Meeting
from groups.ports import AllSeries, Occurrences

REMADE_EVERY = timedelta(days=1)  # how far the made occurrences may fall behind the horizon
PORTION = 200  # series whose occurrences are fitted in one go


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
