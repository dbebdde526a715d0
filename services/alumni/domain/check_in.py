"""The daily check-in: sober or not, and perhaps the mood, the craving and a note for chosen persons."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from alumni.domain.aggregate import Aggregate
from alumni.domain.errors.check_ins import CheckInClosed
from alumni.domain.events.check_ins import HelpWanted
from alumni.domain.local_time import local_date

LONGEST_NOTE = 1_000
HARD = 8  # of craving, from which help comes first
CRAVING, MOOD = (0, 10), (1, 5)
MOST_READERS = 4
AGAIN = timedelta(hours=1)  # before which asking for help again tells nobody anything new


class Source(StrEnum):
    """How it was said."""

    APP = "app"
    TEXT = "text"


@dataclass(kw_only=True)
class CheckIn(Aggregate):
    """How one member was on one day of their own calendar; the last word of the day counts.

    `note_for` names who reads the note: ids of partnerships, or of the pair with the mentor.
    """

    member_id: str
    date: date
    sober: bool
    said_at: datetime
    mood: int | None = None
    craving: int | None = None
    note: str | None = None
    note_for: tuple[str, ...] = ()
    source: Source = Source.APP
    help_wanted_at: datetime | None = None

    @property
    def needs_help(self) -> bool:
        """Tell whether help comes before anything else."""
        return not self.sober or (self.craving or 0) >= HARD

    def want_help(self, member_ids: list[str], centre_id: str | None, *, at: datetime) -> None:
        """Ask those who walk with the member, or else the centre; soon again, it tells nothing new."""
        if self.help_wanted_at and at - self.help_wanted_at < AGAIN:
            return
        self.help_wanted_at = at
        self.events.append(HelpWanted(member_id=self.member_id, member_ids=member_ids, centre_id=centre_id))


def day_of(wanted: date | None, time_zone: str, at: datetime) -> date:
    """Name the day of a check-in that is made now; raises CheckInClosed for any but today."""
    today = local_date(at, time_zone)
    if wanted not in (None, today):
        raise CheckInClosed
    return today
