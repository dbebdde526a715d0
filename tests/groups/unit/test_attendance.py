"""Random histories of marks: nothing that was said is lost, and the last word holds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.domain.attendance import MARKS_BOUND, Attendance, Mark, MeetingDate
from groups.domain.errors import AttendanceClosed, MeetingCancelled, TooManyCorrections

START = datetime(2026, 11, 23, 18, 45, tzinfo=UTC)
MEMBER, LEADER = "a" * 32, "f" * 32


def a_meeting_date(**changes: object) -> MeetingDate:
    fields = {
        "id": "1" * 32,
        "series_id": "2" * 32,
        "centre_id": "3" * 32,
        "group_id": None,
        "name": "Evening Hour",
        "starts_at": START,
        "ends_at": START + timedelta(hours=1),
        "time_zone": "Asia/Kolkata",
    }
    return MeetingDate(**(fields | changes))  # type: ignore[arg-type]


def an_attendance() -> Attendance:
    return Attendance(id="4" * 32, meeting=a_meeting_date(), member_id=MEMBER)


def do(attendance: Attendance, act: str, at: datetime) -> None:
    if act == "code":
        attendance.check_in(at)
    elif act == "online":
        attendance.join(at)
    else:
        attendance.enlist(Mark(present=act == "present", way="list", by=LEADER, at=at))


def expected(acts: list[str]) -> list[tuple[bool, str]]:
    """Tell what is noted, from the rules as they are told to people."""
    noted: list[tuple[bool, str]] = []
    for act in acts:
        present = noted[-1][0] if noted else None
        if act == "online":
            if not noted:
                noted.append((True, "online"))
        elif act == "code":
            if not present and (True, "code") not in noted:
                noted.append((True, "code"))
        elif present is not (act == "present"):
            noted.append((act == "present", "list"))
    return noted


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["present", "absent", "code", "online"]), max_size=25))
def test_what_is_noted_follows_the_rules_and_is_never_taken_away(acts):
    attendance = an_attendance()
    for number, act in enumerate(acts):
        before = list(attendance.marks)
        do(attendance, act, START + timedelta(minutes=number))
        assert attendance.marks[: len(before)] == before

    assert [(mark.present, mark.way) for mark in attendance.marks] == expected(acts)
    kinds = [event.type.split(".")[2] for event in attendance.events]
    assert kinds == ["recorded", *["corrected"] * (len(kinds) - 1)][: len(kinds)]
    assert [event.present for event in attendance.events] == [mark.present for mark in attendance.marks]
    assert attendance.present is (attendance.marks[-1].present if attendance.marks else False)


def test_corrections_have_a_bound():
    attendance = an_attendance()
    for number in range(MARKS_BOUND):
        do(attendance, "present" if number % 2 else "absent", START)

    with pytest.raises(TooManyCorrections):
        do(attendance, "absent", START)
    assert len(attendance.marks) == len(attendance.events) == MARKS_BOUND


def test_a_meeting_late_in_the_evening_is_of_the_day_where_it_is():
    assert a_meeting_date().local_date.isoformat() == "2026-11-24"
    assert a_meeting_date(time_zone="Europe/London").local_date.isoformat() == "2026-11-23"


def test_a_link_counts_while_it_is_shown():
    date = a_meeting_date()

    moments = [timedelta(minutes=minutes) for minutes in (-31, -30, 0, 60, 61)]
    assert [date.takes_joining(START + each) for each in moments] == [False, True, True, True, False]
    assert not a_meeting_date(cancelled=True).takes_joining(START)


def test_a_cancelled_date_is_refused_as_such_at_any_time():
    with pytest.raises(MeetingCancelled):
        a_meeting_date(cancelled=True).refuse_list(START - timedelta(days=1))
    with pytest.raises(AttendanceClosed):
        a_meeting_date().refuse_check_in(START - timedelta(minutes=16))
