"""Weeks in a row, counted in another way and by hand."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from groups.domain.streaks import streaks

MONDAY = date(2026, 1, 5)
TODAY = date(2026, 11, 25)  # a Wednesday


def counted(weeks: set[int], this_week: int) -> tuple[int, int]:
    """Give the current and the best run by looking at every week from the first to this one."""
    run = best = current = 0
    for week in range(this_week + 1):
        run = run + 1 if week in weeks else 0
        best = max(best, run)
        if week >= this_week - 1 and run:
            current = run
    return current, best


@settings(max_examples=200)
@given(st.sets(st.integers(0, 30)), st.integers(0, 6), st.randoms(use_true_random=False))
def test_runs_are_those_of_counting_week_by_week(weeks, weekday, random):
    days = [MONDAY + timedelta(weeks=week, days=random.randrange(7)) for week in weeks]
    random.shuffle(days)

    found = streaks([*days, *days[:3]], MONDAY + timedelta(weeks=30, days=weekday))

    assert (found.current, found.best) == counted(weeks, 30)
    assert sum(found.months.values()) == len(days) + len(days[:3])


def test_a_miss_ends_the_run_and_leaves_the_best():
    weeks = [TODAY - timedelta(weeks=number) for number in (2, 3, 4, 9)]

    found = streaks(weeks, TODAY)

    assert (found.current, found.best) == (0, 3)
    assert found.months == {"2026-09": 1, "2026-10": 1, "2026-11": 2}


def test_a_run_goes_on_while_this_week_is_not_over():
    assert streaks([TODAY - timedelta(weeks=1)], TODAY).current == 1
    assert streaks([TODAY - timedelta(weeks=1), TODAY], TODAY).current == 2
    assert streaks([], TODAY).current == streaks([], TODAY).best == 0


def test_weeks_go_on_over_the_new_year():
    assert streaks([date(2026, 12, 31), date(2027, 1, 4)], date(2027, 1, 5)).best == 2
