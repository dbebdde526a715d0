"""Facts about who was there, and about somebody who stopped coming."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class AttendanceRecorded:
    """Somebody was marked at one date of a meeting for the first time."""

    type: ClassVar[str] = "groups.attendance.recorded.v1"
    attendance_id: str
    occurrence_id: str
    member_id: str
    present: bool
    way: str  # list, code or online


@dataclass(frozen=True, kw_only=True)
class AttendanceCorrected:
    """What was marked of somebody at one date is otherwise; `by` said so."""

    type: ClassVar[str] = "groups.attendance.corrected.v1"
    attendance_id: str
    occurrence_id: str
    member_id: str
    present: bool
    way: str
    by: str


@dataclass(frozen=True, kw_only=True)
class AbsenceNoticed:
    """Somebody with a standing seat missed three dates in a row.

    The members are those who may reach out; nobody named means the coordinators of the centre. Who is absent
    is in no event.
    """

    type: ClassVar[str] = "groups.absence.noticed.v1"
    absence_id: str
    series_id: str
    centre_id: str
    member_ids: Sequence[str]


AttendanceFact = AttendanceRecorded | AttendanceCorrected
