"""How it is noted who was at one date of a meeting, one function per command."""

from datetime import datetime

from groups.domain.access import Caller
from groups.domain.attendance import Attendance, Mark, MeetingDate
from groups.domain.commands import CheckIn, MarkAttendance, RecordOnlineJoin
from groups.domain.errors import (
    GroupUnknown,
    OccurrenceUnknown,
    WordWrong,
)
from groups.domain.room_word import is_room_word
from groups.handlers.access import led_series, may_see
from groups.handlers.stale import again_when_stale
from groups.ports import Attendances, Groups, Memberships, Tries


def led_meeting(caller: Caller, occurrence_id: str, attendances: Attendances, groups: Groups) -> MeetingDate:
    """Give a date that the caller leads; raises OccurrenceUnknown, NotYourGroup or NotOfYourCentre."""
    meeting = attendances.meeting(occurrence_id)
    try:
        led_series(caller, meeting, groups)
    except GroupUnknown:
        raise OccurrenceUnknown from None
    return meeting


def mark_attendance(command: MarkAttendance, attendances: Attendances, groups: Groups) -> None:
    """Take the list of who leads a meeting; what is said already stays, what is new is added."""
    meeting = led_meeting(command.caller, command.occurrence_id, attendances, groups)
    meeting.refuse_list(command.at)
    attendances.expect_marks(meeting, command.at)
    for present, member_ids in ((True, command.present), (False, command.absent)):
        mark = Mark(
            present=present,
            way="list",
            by=command.caller.member_id,
            at=command.at,
            reason=command.reason,
        )
        for member_id in sorted(member_ids):
            _enlist(meeting, member_id, mark, attendances)


def check_in(
    command: CheckIn,
    key: bytes,
    attendances: Attendances,
    tries: Tries,
    groups: Groups,
    memberships: Memberships,
) -> Attendance:
    """Note that somebody who gives the word of the room is there; raises WordWrong or TooManyTries."""
    meeting = attendances.meeting(command.occurrence_id)
    if not _visible(command.caller, meeting, groups, memberships):
        raise OccurrenceUnknown
    meeting.refuse_check_in(command.at)
    member_id = command.caller.member_id
    tries.take(meeting.id, member_id, command.at)
    if not is_room_word(key, meeting.id, command.word, command.at):
        raise WordWrong
    tries.give_back(meeting.id, member_id)
    attendances.expect_marks(meeting, command.at)
    return again_when_stale(lambda: _check_in(meeting, member_id, command.at, attendances))


def record_online_join(command: RecordOnlineJoin, attendances: Attendances) -> None:
    """Note that a member opened the link, while it is shown."""
    meeting = attendances.meeting(command.occurrence_id)
    if not meeting.takes_joining(command.at):
        return
    attendances.expect_marks(meeting, command.at)
    again_when_stale(lambda: _join(meeting, command, attendances))


def _enlist(meeting: MeetingDate, member_id: str, mark: Mark, attendances: Attendances) -> None:
    def attempt() -> None:
        attendance = attendances.of(meeting, member_id)
        attendance.enlist(mark)
        _save(attendance, attendances)

    again_when_stale(attempt)


def _check_in(meeting: MeetingDate, member_id: str, at: datetime, attendances: Attendances) -> Attendance:
    attendance = attendances.of(meeting, member_id)
    attendance.check_in(at)
    return _save(attendance, attendances)


def _join(meeting: MeetingDate, command: RecordOnlineJoin, attendances: Attendances) -> None:
    attendance = attendances.of(meeting, command.member_id)
    attendance.join(command.at)
    _save(attendance, attendances)


def _save(attendance: Attendance, attendances: Attendances) -> Attendance:
    if attendance.events:
        attendances.save(attendance)
    return attendance


def _visible(caller: Caller, meeting: MeetingDate, groups: Groups, memberships: Memberships) -> bool:
    return meeting.group_id is None or may_see(caller, groups.get(meeting.group_id), memberships)
