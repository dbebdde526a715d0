"""Who is on call: over midnight and both edges of summer time, held to a minute-by-minute model."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.domain.errors import NotALeader, ShiftUnknown, TooManyHandovers
from groups.domain.roster import MAX_HANDOVERS, Duty, Handover, Roster, Shift, reached

GROUP = "6" * 32
MINUTE = timedelta(minutes=1)
# Three days around something odd: zones that change to summer time and from it (Lord Howe by half an hour),
# one that left a whole day out, one without any, and New Year's Eve of a leap year.
EDGES = [
    ("Asia/Kolkata", date(2028, 2, 28)),
    ("Europe/London", date(2026, 3, 28)),
    ("Europe/London", date(2026, 10, 24)),
    ("America/New_York", date(2026, 3, 7)),
    ("America/New_York", date(2026, 10, 31)),
    ("Australia/Lord_Howe", date(2026, 4, 4)),
    ("Australia/Lord_Howe", date(2026, 10, 3)),
    ("Pacific/Apia", date(2011, 12, 29)),
    ("America/St_Johns", date(2028, 12, 31)),
]
WEEKDAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
LEADERS = ("a", "b", "c")
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))


@cache
def wall_clock(zone: str, day: date) -> tuple[datetime, list[datetime]]:
    """Seven days of minutes around a date: when they begin (UTC), and what a clock on the wall shows."""
    begins = datetime.combine(day - timedelta(days=3), time(), UTC)
    minutes = (begins + number * MINUTE for number in range(8 * 24 * 60))
    return begins, [each.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for each in minutes]


def first_minute(walls: list[datetime], local: datetime) -> int:
    """Watch the clock from the beginning until it shows a time or a later one."""
    return next((number for number, shown in enumerate(walls) if shown >= local), len(walls))


def plainly(shift: Shift, handovers: list[Handover], zone: str, day: date) -> list[str | None]:
    """Who has one shift, for every minute of those days."""
    begins, walls = wall_clock(zone, day)
    has: list[str | None] = [None] * len(walls)
    for near in range(-4, 6):
        on = day + timedelta(days=near)
        weekly = shift.weekday is not None and (WEEKDAYS[shift.weekday] == on.strftime("%a"))
        if not weekly and shift.on != on:
            continue
        tomorrow = on if shift.starts < shift.ends else on + timedelta(days=1)
        start = first_minute(walls, datetime.combine(on, shift.starts))
        for number in range(start, first_minute(walls, datetime.combine(tomorrow, shift.ends))):
            has[number] = shift.member_id
    for handover in handovers:
        for number, member in enumerate(has):
            if member and handover.since <= begins + number * MINUTE < handover.until:
                has[number] = handover.to_member_id
    return has


@st.composite
def arranged(draw: st.DrawFn) -> tuple[Roster, date]:
    zone, day = draw(st.sampled_from(EDGES))
    near = st.integers(-1, 2).map(lambda days: day + timedelta(days=days))
    shifts = tuple(
        Shift(
            member_id=draw(st.sampled_from(LEADERS)),
            weekday=None if (on := draw(st.none() | near)) else draw(st.integers(0, 6)),
            on=on,
            starts=draw(TIMES),
            ends=draw(TIMES),
        )
        for _ in range(draw(st.integers(1, 4)))
    )
    roster = Roster(group_id=GROUP, time_zone=zone)
    roster.replace_shifts(zone, shifts, LEADERS)
    begins = datetime.combine(day - timedelta(days=1), time(), UTC)
    for number in range(draw(st.integers(0, 3))):
        since = begins + draw(st.integers(0, 3 * 24 * 4)) * 15 * MINUTE
        handover = Handover(
            id=str(number),
            shift_id=draw(st.sampled_from([each.id_in(GROUP) for each in roster.shifts])),
            to_member_id=draw(st.sampled_from(LEADERS)),
            since=since,
            until=since + draw(st.integers(1, 24 * 4)) * 15 * MINUTE,
        )
        roster.hand_over(handover, LEADERS, begins)
    return roster, day


@given(arranged(), st.lists(st.integers(24 * 60, 6 * 24 * 60), min_size=5, max_size=20))
@settings(max_examples=60, deadline=None)
def test_whoever_a_clock_on_the_wall_says_is_on_duty(case: tuple[Roster, date], minutes: list[int]) -> None:
    roster, day = case
    begins, _ = wall_clock(roster.time_zone, day)
    histories = [
        plainly(
            shift, [h for h in roster.handovers if h.shift_id == shift.id_in(GROUP)], roster.time_zone, day
        )
        for shift in roster.shifts
    ]
    turns = [n for history in histories for n, (old, new) in enumerate(pairwise(history), 1) if old != new]
    asked = {*minutes, *turns, *(turn - 1 for turn in turns)}

    for number in (each for each in asked if 24 * 60 <= each < 6 * 24 * 60):
        found = roster.on_duty(begins + number * MINUTE, LEADERS)
        assert {duty.member_id for duty in found} == {history[number] for history in histories} - {None}
        for duty in found:
            until = min((duty.until - begins) // MINUTE, len(histories[0]))
            stays = [[each == duty.member_id for each in history[number:until]] for history in histories]
            assert until > number
            assert any(map(all, stays))


def shift(member: str = "a", **changes: object) -> Shift:
    fields = {"weekday": 3, "on": None, "starts": time(20), "ends": time(2)}
    return Shift(member_id=member, **(fields | changes))  # type: ignore[arg-type]


def a_roster(*shifts: Shift) -> Roster:
    roster = Roster(group_id=GROUP, time_zone="Asia/Kolkata")
    roster.replace_shifts("Asia/Kolkata", shifts, LEADERS)
    return roster


WEDNESDAY_NIGHT = datetime(2026, 11, 25, 19, 0, tzinfo=UTC)  # half past midnight in Kolkata
ENDS = datetime(2026, 11, 25, 20, 30, tzinfo=UTC)


def a_handover(number: int = 0, to: str = "b", since: int = -1, until: int = 1) -> Handover:
    hours = (WEDNESDAY_NIGHT + timedelta(hours=since), WEDNESDAY_NIGHT + timedelta(hours=until))
    return Handover(
        id=str(number), shift_id=shift().id_in(GROUP), to_member_id=to, since=hours[0], until=hours[1]
    )


def test_a_shift_over_midnight_is_still_the_same_persons() -> None:
    assert a_roster(shift()).on_duty(WEDNESDAY_NIGHT, LEADERS) == [Duty(member_id="a", until=ENDS)]
    assert a_roster(shift()).on_duty(ENDS, LEADERS) == []


def test_overlapping_shifts_put_several_on_duty_and_one_person_once() -> None:
    roster = a_roster(shift(), shift("b", starts=time(22)), shift(ends=time(3)))

    assert roster.on_duty(WEDNESDAY_NIGHT, LEADERS) == [
        Duty(member_id="a", until=ENDS + timedelta(hours=1)),
        Duty(member_id="b", until=ENDS),
    ]


def test_who_leads_no_more_is_not_on_duty() -> None:
    assert a_roster(shift(), shift("b")).on_duty(WEDNESDAY_NIGHT, {"b"}) == [Duty(member_id="b", until=ENDS)]


def test_a_handover_lasts_until_the_next_one_takes_over() -> None:
    roster = a_roster(shift())
    for handover in (a_handover(1, "b", -1, 1), a_handover(2, "c", 0, 1)):
        roster.hand_over(handover, LEADERS, WEDNESDAY_NIGHT - timedelta(hours=2))

    before = WEDNESDAY_NIGHT - timedelta(minutes=30)
    assert roster.on_duty(before, LEADERS) == [Duty(member_id="b", until=WEDNESDAY_NIGHT)]
    hour = timedelta(hours=1)
    assert roster.on_duty(WEDNESDAY_NIGHT, LEADERS) == [Duty(member_id="c", until=WEDNESDAY_NIGHT + hour)]
    roster.take_back("2")
    assert roster.on_duty(WEDNESDAY_NIGHT, LEADERS) == [Duty(member_id="b", until=WEDNESDAY_NIGHT + hour)]


def test_a_shift_that_stays_keeps_its_handovers_and_one_that_goes_loses_them() -> None:
    roster = a_roster(shift())
    roster.hand_over(a_handover(), LEADERS, WEDNESDAY_NIGHT)
    roster.replace_shifts("Asia/Kolkata", (shift(), shift("c")), LEADERS)
    assert len(roster.handovers) == 1

    roster.replace_shifts("Asia/Kolkata", (shift("c"),), LEADERS)
    assert roster.handovers == ()


def test_only_leaders_are_put_on_call() -> None:
    with pytest.raises(NotALeader):
        a_roster(shift("stranger"))
    with pytest.raises(NotALeader):
        a_roster(shift()).hand_over(a_handover(to="stranger"), LEADERS, WEDNESDAY_NIGHT)


def test_only_a_shift_that_there_is_can_be_handed_over() -> None:
    with pytest.raises(ShiftUnknown):
        a_roster(shift("c")).hand_over(a_handover(), LEADERS, WEDNESDAY_NIGHT)


def test_handovers_are_bounded_and_what_is_over_makes_room() -> None:
    roster = a_roster(shift())
    for number in range(MAX_HANDOVERS):
        roster.hand_over(a_handover(number), LEADERS, WEDNESDAY_NIGHT)
    with pytest.raises(TooManyHandovers):
        roster.hand_over(a_handover(MAX_HANDOVERS), LEADERS, WEDNESDAY_NIGHT)

    roster.hand_over(a_handover(MAX_HANDOVERS, until=9), LEADERS, WEDNESDAY_NIGHT + timedelta(hours=2))
    assert [each.id for each in roster.handovers] == [str(MAX_HANDOVERS)]


@pytest.mark.parametrize(
    ("local", "zone", "moment"),
    [
        ("2026-03-08 02:30", "America/New_York", datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),
        ("2026-11-01 01:30", "America/New_York", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("2026-10-04 02:10", "Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        ("2011-12-30 12:00", "Pacific/Apia", datetime(2011, 12, 30, 10, 0, tzinfo=UTC)),
    ],
)
def test_an_hour_that_is_skipped_is_the_jump_and_one_that_comes_twice_the_first(
    local: str, zone: str, moment: datetime
) -> None:
    assert reached(datetime.fromisoformat(local), ZoneInfo(zone)) == moment
