"""The record of sobriety: history and best survive every slip, in every time zone."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from alumni.domain.errors.sobriety import SlipImplausible, SlipUnknown, StartImplausible, StreakOverlaps
from alumni.domain.local_time import days_between, local_date, moment
from alumni.domain.milestone import milestones, next_after
from alumni.domain.sobriety import Sobriety
from chassis.ids import new_id

ZONES = ("Asia/Kolkata", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Pacific/Apia")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
KOLKATA = ZONES[0]
zones = st.sampled_from(ZONES)
moments = st.integers(0, 40 * 365 * 24 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes))


def record(days: int, at: datetime = NOON) -> Sobriety:
    """A record of a streak that has lasted so many days."""
    kept = Sobriety.begin(new_id(), KOLKATA)
    kept.start(at - timedelta(days=days), new_id(), time_zone=KOLKATA, at=at)
    return kept


def test_a_slip_keeps_the_streak_in_the_history_and_as_the_best():
    kept = record(40)

    kept.slip(new_id(), NOON, again=True, time_zone=KOLKATA, at=NOON)

    assert [each.days for each in kept.history] == [40]
    assert kept.best(NOON, KOLKATA) == 40
    assert kept.days(NOON + timedelta(days=3), KOLKATA) == 3


def test_without_a_new_streak_no_day_is_counted_not_even_none():
    kept = record(40)

    kept.slip(new_id(), NOON, again=False, time_zone=KOLKATA, at=NOON)

    assert kept.days(NOON, KOLKATA) is None
    assert kept.next_milestone is None


def test_slips_of_one_day_are_one():
    kept = record(40)
    first = kept.slip(new_id(), NOON, again=True, time_zone=KOLKATA, at=NOON)
    later = NOON + timedelta(hours=2)

    second = kept.slip(new_id(), later, again=True, time_zone=KOLKATA, at=later)

    assert second.slip_id == first.slip_id
    assert (kept.started_at, len(kept.history)) == (later, 1)


def test_a_slip_entered_by_mistake_is_undone_within_a_day_as_if_it_had_not_been():
    kept = record(40)
    before = (kept.streak_id, kept.started_at, kept.best_days, kept.next_milestone)
    slip = kept.slip(new_id(), NOON, again=True, time_zone=KOLKATA, at=NOON)
    late = NOON + timedelta(hours=24, seconds=1)

    with pytest.raises(SlipUnknown):
        kept.undo(slip.slip_id, time_zone=KOLKATA, at=late)
    with pytest.raises(SlipUnknown):
        kept.undo(new_id(), time_zone=KOLKATA, at=NOON)
    kept.undo(slip.slip_id, time_zone=KOLKATA, at=NOON + timedelta(hours=24))

    assert (kept.streak_id, kept.started_at, kept.best_days, kept.next_milestone) == before
    assert kept.history == []


def test_what_cannot_have_been_is_refused():
    kept = record(40)
    tomorrow = NOON + timedelta(days=1)

    with pytest.raises(StartImplausible):
        kept.start(tomorrow, new_id(), time_zone=KOLKATA, at=NOON)
    with pytest.raises(SlipImplausible):
        kept.slip(new_id(), tomorrow, again=True, time_zone=KOLKATA, at=NOON)
    with pytest.raises(SlipImplausible):
        kept.slip(new_id(), NOON - timedelta(days=41), again=True, time_zone=KOLKATA, at=NOON)
    kept.slip(new_id(), NOON, again=False, time_zone=KOLKATA, at=NOON)
    with pytest.raises(StreakOverlaps):
        kept.start(NOON - timedelta(days=1), new_id(), time_zone=KOLKATA, at=NOON)


def test_the_day_of_the_slip_as_the_new_start_counts_from_the_slip():
    kept = record(40)
    kept.slip(new_id(), NOON, again=False, time_zone=KOLKATA, at=NOON)

    kept.start(moment(local_date(NOON, KOLKATA), time.min, KOLKATA), new_id(), time_zone=KOLKATA, at=NOON)

    assert kept.started_at == NOON


@given(started_at=moments, zone=zones)
def test_milestones_come_one_after_the_other_and_each_is_the_next_until_it_is_reached(started_at, zone):
    found = [pair for pair, _ in zip(milestones(started_at, zone), range(14), strict=False)]

    assert [due for _, due in found] == sorted({due for _, due in found})
    for (_, due), following in pairwise(found):
        assert next_after(started_at, zone, due) == following


@given(started_at=moments, zone=zones)
def test_at_a_milestone_of_days_that_many_days_are_counted_and_not_a_moment_before(started_at, zone):
    for name, due in milestones(started_at, zone):
        if name.endswith("-days"):
            count = int(name.split("-")[0])
            # A clock put back or forward within the very hour may give or take that hour.
            assert days_between(started_at, due + timedelta(hours=1), zone) == count
            assert days_between(started_at, due - timedelta(hours=1, seconds=1), zone) == count - 1
        if name == "1-year":
            break


@pytest.mark.parametrize(
    ("start", "milestone", "expected"),
    [
        (date(2024, 2, 29), "1-year", date(2025, 2, 28)),
        (date(2024, 2, 29), "4-years", date(2028, 2, 29)),
        (date(2025, 8, 31), "6-months", date(2026, 2, 28)),
        (date(2026, 3, 1), "9-months", date(2026, 12, 1)),
    ],
)
def test_months_and_years_are_those_of_the_calendar(start, milestone, expected):
    found = dict(milestones(moment(start, time.min, KOLKATA), KOLKATA))

    assert found[milestone] == moment(expected, time.min, KOLKATA)


def test_a_day_with_a_changed_clock_is_a_day_but_the_first_24_hours_are_24():
    start = moment(date(2026, 3, 7), time(12), "America/New_York")  # the clock goes forward at night

    found = dict(milestones(start, "America/New_York"))

    assert found["24-hours"] - start == timedelta(hours=24)
    assert found["7-days"] == moment(date(2026, 3, 14), time(12), "America/New_York")


class Streaks(RuleBasedStateMachine):
    """A member who starts, slips, undoes and waits, and is never told less than was reached."""

    def __init__(self):
        super().__init__()
        self.now = NOON
        self.record = Sobriety.begin(new_id(), KOLKATA)
        self.reached = self.reached_before = 0

    @rule(days=st.integers(0, 70))
    def wait(self, days):
        self.now += timedelta(days=days, hours=5)

    @precondition(lambda self: self.record.started_at is None)
    @rule(zone=zones)
    def start(self, zone):
        self.record.start(self.now, new_id(), time_zone=zone, at=self.now)

    @rule(again=st.booleans(), ago=st.integers(0, 30))
    def slip(self, again, ago):
        happened_at = self.now - timedelta(hours=ago)
        known = list(self.record.history)
        slip_id, reached = new_id(), self.record.best(self.now, KOLKATA)
        try:
            told = self.record.slip(slip_id, happened_at, again=again, time_zone=KOLKATA, at=self.now)
        except SlipImplausible:
            return
        assert self.record.history[: len(known)] == known
        if told.slip_id == slip_id:
            self.reached_before = reached
        # A slip that is told late takes back the days that were counted meanwhile, and no others.
        self.reached = max(self.record.best(self.now, KOLKATA), self.reached - (ago + 23) // 24 - 1)

    @precondition(lambda self: self.record.before is not None)
    @rule()
    def undo(self):
        try:
            self.record.undo(self.record.before.slip_id, time_zone=KOLKATA, at=self.now)
        except SlipUnknown:
            return
        # What began with the slip goes with it; what was before is back.
        self.reached = self.reached_before

    @invariant()
    def best_never_falls(self):
        best = self.record.best(self.now, KOLKATA)
        assert best >= self.reached
        self.reached = best

    @invariant()
    def history_is_in_order_and_has_no_empty_streak(self):
        ends = [each.ended_at for each in self.record.history]
        assert ends == sorted(ends)
        assert all(each.days > 0 for each in self.record.history)


TestStreaks = Streaks.TestCase
TestStreaks.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
