"""Who was at one date of a meeting, as it was marked and corrected: nothing that was said is overwritten."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from groups.domain.errors import AttendanceClosed, MeetingCancelled, TooManyCorrections
from groups.domain.events import AttendanceCorrected, AttendanceFact, AttendanceRecorded
from groups.domain.joining import SHOWN_BEFORE

Way = Literal["list", "code", "online"]

LIST_OPEN_FOR = timedelta(days=14)  # after the start, for whoever leads the meeting
CHECK_IN_BEFORE = timedelta(minutes=15)  # the start
CHECK_IN_AFTER = timedelta(minutes=30)  # the end
LOOKED_AT_AFTER = timedelta(hours=1)  # so that who marks a list comes to its end
MARKS_BOUND = 50  # of one person at one date


@dataclass(frozen=True, kw_only=True)
class MeetingDate:
    """What attendance needs to know of one date of a meeting; the times are UTC."""

    id: str  # of the occurrence
    series_id: str
    centre_id: str
    group_id: str | None
    name: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    cancelled: bool = False

    @property
    def local_date(self) -> date:
        """The day on which it starts, where it is."""
        return self.starts_at.astimezone(ZoneInfo(self.time_zone)).date()

    def looked_at(self, at: datetime) -> datetime:
        """Tell when what was marked at a moment is looked at for people who stopped coming."""
        return max(self.ends_at, at) + LOOKED_AT_AFTER

    def refuse_list(self, at: datetime) -> None:
        """Let a list be marked from the start until two weeks later.

        Raises MeetingCancelled or AttendanceClosed.
        """
        self._refuse(at, self.starts_at, self.starts_at + LIST_OPEN_FOR)

    def refuse_check_in(self, at: datetime) -> None:
        """Let people check in from shortly before the start to shortly after the end.

        Raises MeetingCancelled or AttendanceClosed.
        """
        self._refuse(at, self.starts_at - CHECK_IN_BEFORE, self.ends_at + CHECK_IN_AFTER)

    def takes_joining(self, at: datetime) -> bool:
        """Tell whether a link that is opened counts as presence: from when it is shown until the end."""
        return not self.cancelled and self.starts_at - SHOWN_BEFORE <= at <= self.ends_at

    def _refuse(self, at: datetime, since: datetime, until: datetime) -> None:
        if self.cancelled:
            raise MeetingCancelled
        if not since <= at <= until:
            raise AttendanceClosed


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What somebody said of a person's presence, and how they came to know it."""

    present: bool
    way: Way
    by: str  # the member who said so; one's own check-in is one's own
    at: datetime
    reason: str | None = None


@dataclass(kw_only=True)
class Attendance:
    """One person at one date: all that was marked, the last of which holds."""

    id: str
    meeting: MeetingDate
    member_id: str
    marks: list[Mark] = field(default_factory=list)
    version: int = 0
    sequence: int = 0  # of the last event that was saved
    events: list[AttendanceFact] = field(default_factory=list)

    @property
    def present(self) -> bool:
        """Tell whether the person was there, as far as is known."""
        return bool(self.marks) and self.marks[-1].present

    def enlist(self, mark: Mark) -> None:
        """Take what a leader says; a repetition adds nothing. Raises TooManyCorrections."""
        if not self.marks or self.present != mark.present:
            self._add(mark)

    def check_in(self, at: datetime) -> None:
        """Take the person's word of the room, once: it proves presence, also against a list made before.

        What a leader corrects after it stands, however often the word is sent again.
        """
        if not self.present and not any(mark.way == "code" for mark in self.marks):
            self._add(Mark(present=True, way="code", by=self.member_id, at=at))

    def join(self, at: datetime) -> None:
        """Count a link that was opened as presence, where nothing else was said yet."""
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

    def mark_saved(self) -> None:
        """Note that state and events are stored."""
        self.version += 1
        self.sequence += len(self.events)
        self.events.clear()
