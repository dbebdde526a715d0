"""Follow what groups tells of who was at its meetings."""

from datetime import datetime

from alumni.domain.errors import MemberUnknown
from alumni.ports import Members
from alumni.ports.use import Attendance


def note_attendance(
    attendance_id: str,
    member_id: str,
    *,
    present: bool,
    sequence: int,
    attendance: Attendance,
    members: Members,
    at: datetime,
) -> None:
    """Keep a mark for the figures; of somebody who is erased, nothing."""
    try:
        members.get(member_id)
    except MemberUnknown:
        return
    attendance.mark(attendance_id, member_id, at, present=present, sequence=sequence)
