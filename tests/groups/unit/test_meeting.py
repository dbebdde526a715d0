"""A weekly hour, expanded on its own wall clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from groups.domain.meeting import HORIZON
from tests.groups.samples import a_series

DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")


def test_a_meeting_falls_on_its_weekday_every_week() -> None:
    sunday = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)

    for day in range(7):
        dates = list(
            a_series(rule=f"FREQ=WEEKLY;BYDAY={DAYS[day]}").dates(sunday, sunday + timedelta(days=14))
        )
        assert dates == [date(2026, 11, 22 + day), date(2026, 11, 22 + day) + timedelta(weeks=1)]


def test_the_weekday_is_that_of_the_meetings_own_zone() -> None:
    # Half past midnight of a Monday in India is Sunday evening in UTC.
    series = a_series(time=time(0, 30))
    sunday = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    assert next(series.dates(sunday, sunday + HORIZON)) == date(2026, 11, 23)
    assert series.starts_at(date(2026, 11, 23)) == datetime(2026, 11, 22, 19, 0, tzinfo=UTC)


def test_summer_time_moves_the_moment_and_not_the_hour() -> None:
    series = a_series(rule="FREQ=WEEKLY;BYDAY=SU", time=time(9, 0), time_zone="America/Chicago")
    start = datetime(2026, 10, 20, tzinfo=UTC)
    moments = [series.starts_at(day) for day in series.dates(start, start + timedelta(weeks=3))]

    assert [moment.hour for moment in moments] == [14, 15, 15]
    assert {moment.astimezone(ZoneInfo("America/Chicago")).hour for moment in moments} == {9}


def test_an_hour_that_summer_time_skips_or_repeats_still_has_one_meeting_a_day() -> None:
    series = a_series(time=time(1, 30), time_zone="Europe/London", duration=timedelta(hours=1))

    assert series.starts_at(date(2026, 3, 29)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert series.starts_at(date(2026, 10, 25)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_an_overnight_meeting_ends_the_next_day() -> None:
    series = a_series(time=time(23, 30), duration=timedelta(minutes=90))

    ends = series.ends_at(date(2026, 11, 23)).astimezone(ZoneInfo("Asia/Kolkata"))
    assert (ends.date(), ends.time()) == (date(2026, 11, 24), time(1, 0))


def test_a_meeting_that_has_just_started_is_not_to_come() -> None:
    series = a_series()
    starts = series.starts_at(date(2026, 11, 23))

    assert date(2026, 11, 23) not in series.dates(starts, starts + HORIZON)
    assert next(series.dates(starts - timedelta(seconds=1), starts + HORIZON)) == date(2026, 11, 23)


def test_a_suspended_meeting_has_no_dates() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)

    assert list(a_series(suspended=True).dates(now, now + HORIZON)) == []


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/Chicago", "Australia/Lord_Howe", "Pacific/Apia"])
def test_eight_weeks_hold_eight_meetings_in_any_zone(zone: str) -> None:
    now = datetime(2026, 9, 15, 11, 17, tzinfo=UTC)

    assert len(list(a_series(time_zone=zone).dates(now, now + HORIZON))) == 8
