"""Who was at one date of a meeting, as it was marked and corrected: nothing that was said is overwritten."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from groups.domain.errors import AttendanceClosed, TooManyCorrections
from groups.domain.events import AttendanceCorrected, AttendanceFact, AttendanceRecorded

Way = Literal["list", "code", "online"]

LIST_OPEN_FOR = timedelta(days=14)  # after the start, for whoever leads the group
CHECK_IN_BEFORE = timedelta(minutes=15)  # the start
CHECK_IN_AFTER = timedelta(minutes=30)  # the end
MARKS_BOUND = 50  # of one person at one date


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What somebody said of a person's presence, and how they came to know it."""

    present: bool
    way: Way
    by: str  # the member who said so; one's own check-in is one's own
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What attendance needs to know of one date of a meeting. Times are UTC."""

    id: str
    series_id: str
    centre_id: str
    group_id: str | None
    name: str
    starts_at: datetime
    ends_at: datetime
    local_date: date
    time_zone: str


@dataclass(kw_only=True)
class Attendance:
    """One person at one date: what was marked, the last of which holds."""

    id: str
    meeting: Meeting
    member_id: str
    marks: list[Mark] = field(default_factory=list)
    version: int = 0
    sequence: int = 0
    events: list[AttendanceFact] = field(default_factory=list)

    @property
    def present(self) -> bool:
        """Tell whether the person was there, as far as is known."""
        return bool(self.marks) and self.marks[-1].present

    def enlist(self, mark: Mark) -> None:
        """Take what a leader says; a repetition adds nothing.

        Raises AttendanceClosed or TooManyCorrections.
        """
        if not self.meeting.starts_at <= mark.at < self.meeting.starts_at + LIST_OPEN_FOR:
            raise AttendanceClosed
        if not self.marks or self.present != mark.present:
            self._add(mark)

    def check_in(self, at: datetime) -> None:
        """Take the person's word of the room, once: it proves presence, also against a list made before.

        What a leader corrects after it stands, however often the word is sent again.
        """
        if not any(mark.way == "code" for mark in self.marks) and not self.present:
            self._add(Mark(present=True, way="code", by=self.member_id, at=at))

    def join(self, at: datetime) -> None:
        """Count a link that was opened as presence, where nothing else is said yet."""
        if not self.marks:
            self._add(Mark(present=True, way="online", by=self.member_id, at=at))

    def _add(self, mark: Mark) -> None:
        if len(self.marks) >= MARKS_BOUND:
            raise TooManyCorrections
        about = {"attendance_id": self.id, "occurrence_id": self.meeting.id, "member_id": self.member_id}
        fact: AttendanceFact
        if self.marks:
            fact = AttendanceCorrected(**about, present=mark.present, way=mark.way, by=mark.by)
        else:
            fact = AttendanceRecorded(**about, present=mark.present, way=mark.way)
        self.marks.append(mark)
        self.events.append(fact)


def refuse_check_in(meeting: Meeting, at: datetime) -> None:
    """Raise AttendanceClosed except from shortly before the start to shortly after the end."""
    if not meeting.starts_at - CHECK_IN_BEFORE <= at <= meeting.ends_at + CHECK_IN_AFTER:
        raise AttendanceClosed
