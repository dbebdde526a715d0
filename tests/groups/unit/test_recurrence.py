"""Rules of RFC 5545 expanded by us, by dateutil from the very start, and by recurring-ical-events."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event, vRecur

from groups.domain.errors import RuleInvalid
from groups.domain.recurrence import MAX_COUNT, check, dates_between
from tests.groups.samples import a_series

ZONES = (
    "Asia/Kolkata",
    "America/Chicago",
    "Europe/London",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "UTC",
)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STARTS = st.dates(date(2019, 1, 1), date(2028, 12, 31))
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30]))

weekdays = st.lists(st.sampled_from(DAYS), min_size=1, max_size=4, unique=True)
months = st.lists(st.integers(1, 12), min_size=1, max_size=5, unique=True)
month_days = st.lists(st.integers(1, 31) | st.integers(-31, -1), min_size=1, max_size=4, unique=True)
positions = st.lists(st.sampled_from([1, 2, 3, 4, -1, -2]), min_size=1, max_size=2, unique=True)
numbered = st.lists(
    st.tuples(st.sampled_from(["", "1", "2", "3", "4", "+1", "-1", "-2"]), st.sampled_from(DAYS)).map(
        "".join
    ),
    min_size=1,
    max_size=3,
    unique=True,
)


def listed(items: list[object]) -> str:
    return ",".join(map(str, items))


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Draw a rule without an end."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = {"FREQ": frequency}
    if draw(st.booleans()):
        parts["INTERVAL"] = str(draw(st.integers(1, 5)))
    if draw(st.booleans()):
        parts["BYDAY"] = listed(draw(numbered if frequency in ("MONTHLY", "YEARLY") else weekdays))
    if frequency != "WEEKLY" and draw(st.integers(0, 3)) == 0:
        parts["BYMONTHDAY"] = listed(draw(month_days))
    if draw(st.integers(0, 3)) == 0:
        parts["BYMONTH"] = listed(draw(months))
    if frequency == "YEARLY" and "BYMONTHDAY" not in parts and draw(st.integers(0, 5)) == 0:
        parts["BYYEARDAY"] = listed(draw(st.lists(st.integers(1, 366), min_size=1, max_size=3, unique=True)))
    if frequency == "MONTHLY" and "BYDAY" in parts and draw(st.integers(0, 3)) == 0:
        parts["BYSETPOS"] = listed(draw(positions))
    if draw(st.integers(0, 2)) == 0:
        parts["WKST"] = draw(st.sampled_from(DAYS))
    return ";".join(f"{name}={value}" for name, value in parts.items())


def from_the_start(rule: str, start: datetime, last: date) -> Iterator[date]:
    """Expand as dateutil does by itself, through every date since the start."""
    return takewhile(lambda day: day <= last, (moment.date() for moment in rrulestr(rule, dtstart=start)))


def kept(rule: str, start: datetime, zone: str = "UTC") -> date:
    """Give the first date of a rule that can be kept."""
    try:
        return check(rule, start, zone)
    except RuleInvalid:
        assume(False)
        raise


@settings(max_examples=100, deadline=None)
@given(rules(), STARTS, TIMES, st.integers(0, 3000), st.integers(1, 400), st.integers(0, 60))
def test_any_span_of_a_rule_is_what_dateutil_gives_from_the_start(
    rule: str, starts_on: date, at: time, later: int, span: int, count: int
) -> None:
    start = datetime.combine(starts_on, at)
    kept(rule, start)
    rule += f";COUNT={count}" if count else ""
    first = starts_on + timedelta(days=later)
    last = first + timedelta(days=span)

    ours = list(dates_between(rule, start, "Asia/Kolkata", first, last))
    assert ours == [day for day in from_the_start(rule, start, last) if day >= first]


@pytest.mark.parametrize("zone", ZONES)
@settings(max_examples=15, deadline=None)
@given(rule=rules(), starts_on=STARTS, at=TIMES, ends=st.integers(0, 500))
def test_a_series_falls_on_the_moments_of_recurring_ical_events(
    zone: str, rule: str, starts_on: date, at: time, ends: int
) -> None:
    first = kept(rule, datetime.combine(starts_on, at), zone)
    if ends:
        until = datetime.combine(first + timedelta(days=ends), at, ZoneInfo(zone)).astimezone(UTC)
        rule += f";UNTIL={until:%Y%m%dT%H%M%SZ}"
    series = a_series(rule=rule, starts_on=first, time=at, time_zone=zone)
    after = datetime.combine(first - timedelta(days=2), time(), UTC)
    until = after + timedelta(days=400)

    ours = [series.starts_at(day) for day in series.dates(after, until)]
    assert ours == [moment for moment in by_calendar(rule, first, at, zone, after, until) if moment <= until]


def by_calendar(
    rule: str, starts_on: date, at: time, zone: str, after: datetime, until: datetime
) -> list[datetime]:
    event = Event()
    event.add("uid", "series")
    event.add("dtstart", datetime.combine(starts_on, at, ZoneInfo(zone)))
    event.add("duration", timedelta(hours=1))
    event.add("rrule", vRecur.from_ical(rule))
    calendar = Calendar()
    calendar.add_component(event)
    found = recurring_ical_events.of(calendar).between(after, until + timedelta(seconds=1))
    return sorted(each["DTSTART"].dt.astimezone(UTC) for each in found)


def test_first_and_third_saturdays_and_every_second_one() -> None:
    start = datetime.fromisoformat("2026-11-01T18:00")
    november, january = date(2026, 11, 1), date(2027, 1, 31)

    first_and_third = dates_between("FREQ=MONTHLY;BYDAY=1SA,3SA", start, "UTC", november, january)
    assert [f"{day:%m-%d}" for day in first_and_third] == [
        *("11-07", "11-21"),
        *("12-05", "12-19"),
        *("01-02", "01-16"),
    ]
    every_second = dates_between(
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", start, "UTC", november, date(2026, 12, 31)
    )
    assert [f"{day:%m-%d}" for day in every_second] == ["11-14", "11-28", "12-12", "12-26"]


def test_a_position_is_that_in_the_whole_week_also_in_the_first() -> None:
    tuesday = datetime.fromisoformat("2026-11-24T18:00")
    until = date(2026, 12, 9)
    firsts = dates_between("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1", tuesday, "UTC", tuesday.date(), until)
    seconds = dates_between("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=2", tuesday, "UTC", tuesday.date(), until)

    assert [f"{day:%m-%d}" for day in firsts] == ["11-30", "12-07"]
    assert [f"{day:%m-%d}" for day in seconds] == ["11-24", "12-01", "12-08"]


def test_a_leap_day_comes_in_leap_years_only_also_around_2100() -> None:
    days = dates_between(
        "FREQ=YEARLY", datetime.fromisoformat("2024-02-29T09:00"), "UTC", date(2090, 1, 1), date(2110, 1, 1)
    )

    assert [day.year for day in days] == [2092, 2096, 2104, 2108]


def test_a_rule_that_runs_for_decades_costs_what_the_span_costs() -> None:
    start = datetime.fromisoformat("1935-06-10T19:00")
    days = list(dates_between("FREQ=DAILY", start, "UTC", date(2026, 11, 1), date(2026, 11, 30)))
    moved = list(dates_between("FREQ=DAILY;INTERVAL=7", start, "UTC", date(2026, 11, 1), date(2026, 11, 30)))

    assert len(days) == 30
    assert {day.weekday() for day in moved} == {start.weekday()}


@pytest.mark.parametrize(
    ("until", "count"),
    [
        ("20261130", 5),  # the whole day
        ("20261130T180000", 5),  # the wall clock's moment
        ("20261130T123000Z", 5),  # 18:00 in India
        ("20261130T122959Z", 4),
        ("20261130T175959", 4),
    ],
)
def test_a_rule_ends_with_its_until_in_each_of_its_forms(until: str, count: int) -> None:
    start = datetime.fromisoformat("2026-11-02T18:00")
    rule = f"FREQ=WEEKLY;UNTIL={until}"

    assert len(list(dates_between(rule, start, "Asia/Kolkata", date(2026, 1, 1), date(2028, 1, 1)))) == count


@pytest.mark.parametrize(
    ("zone", "starts_on", "at", "moments"),
    [
        # 02:30 is skipped on 8 March: it is read with the offset before.
        ("America/Chicago", "2026-03-07", "02:30", ["07 08:30", "08 08:30", "09 07:30"]),
        # 01:30 comes twice on 1 November: it is the first.
        ("America/Chicago", "2026-10-31", "01:30", ["31 06:30", "01 06:30", "02 07:30"]),
        ("Europe/London", "2026-03-28", "01:30", ["28 01:30", "29 01:30", "30 00:30"]),
        ("Europe/London", "2026-10-24", "01:30", ["24 00:30", "25 00:30", "26 01:30"]),
        # Lord Howe turns by half an hour: 02:15 is skipped on 4 October.
        ("Australia/Lord_Howe", "2026-10-03", "02:15", ["02 15:45", "03 15:45", "04 15:15"]),
        ("Asia/Kolkata", "2026-03-07", "02:30", ["06 21:00", "07 21:00", "08 21:00"]),
    ],
)
def test_summer_time_moves_no_wall_clock(zone: str, starts_on: str, at: str, moments: list[str]) -> None:
    series = a_series(
        rule="FREQ=DAILY;COUNT=3",
        starts_on=date.fromisoformat(starts_on),
        time=time.fromisoformat(at),
        time_zone=zone,
    )
    first = datetime.combine(series.starts_on, time(), UTC) - timedelta(days=3)
    days = series.dates(first, first + timedelta(days=30))

    assert [f"{series.starts_at(day):%d %H:%M}" for day in days] == moments


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("", "a part that RFC 5545 does not know"),
        ("INTERVAL=2", "names no FREQ"),
        ("FREQ=FORTNIGHTLY", "FREQ is none"),
        ("FREQ=SECONDLY", "at most once a day"),
        ("FREQ=MINUTELY;COUNT=5", "at most once a day"),
        ("FREQ=HOURLY", "at most once a day"),
        ("FREQ=DAILY;BYHOUR=9,18", "at most once a day"),
        ("FREQ=DAILY;BYEASTER=0", "does not know"),
        ("FREQ=DAILY;RSCALE=HEBREW", "does not know"),
        ("FREQ=DAILY;FREQ=DAILY", "twice"),
        ("FREQ=DAILY;COUNT=1000000", f"counts to {MAX_COUNT:,} at most"),
        ("FREQ=DAILY;COUNT=0", "COUNT is none"),
        ("FREQ=DAILY;COUNT=-3", "COUNT is none"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20270101", "not by both"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL is none"),
        ("FREQ=YEARLY;INTERVAL=9999", "at most 400"),
        ("FREQ=DAILY;UNTIL=20261301", "no date"),
        ("FREQ=DAILY;UNTIL=tomorrow", "UNTIL is none"),
        ("FREQ=DAILY;UNTIL=20200101", "ends before it starts"),
        ("FREQ=DAILY;UNTIL=99991231T235959Z", "within 100 years"),
        ("FREQ=WEEKLY;BYDAY=2SA", "numbered weekday"),
        ("FREQ=WEEKLY;BYDAY=XX", "BYDAY is none"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "means nothing"),
        ("FREQ=MONTHLY;BYWEEKNO=1", "means nothing"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS chooses"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "no date within 10 years"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "no date within 10 years"),
        ("FREQ=MONTHLY;INTERVAL=12;BYMONTH=2", "no date within 10 years"),
        ("FREQ=MONTHLY;BYDAY=SA;BYSETPOS=300", "no date within 10 years"),
        ("FREQ=DAILY;BYMONTHDAY=" + ",".join(["1"] * 400), "at most 500 characters"),
        ("FREQ=DAILY;BYMONTHDAY=１", "BYMONTHDAY is none"),
        ("FREQ=DAILY\nEXRULE:FREQ=DAILY", "FREQ is none"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused_with_one_sentence(rule: str, reason: str) -> None:
    with pytest.raises(RuleInvalid, match=reason) as refusal:
        check(rule, datetime.fromisoformat("2026-11-23T18:00"), "Asia/Kolkata")

    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    "start", ["0001-01-01T00:00", "1899-12-31T23:59", "3000-01-01T00:00", "9999-12-31T23:59"]
)
@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;WKST=SU", "FREQ=YEARLY;COUNT=1000"])
def test_no_rule_counts_from_near_the_ends_of_the_calendar(rule: str, start: str) -> None:
    with pytest.raises(RuleInvalid, match="in the years from 1900 to 2999"):
        check(rule, datetime.fromisoformat(start), "Asia/Kolkata")


def test_the_first_date_is_where_the_rule_begins() -> None:
    wednesday = datetime.fromisoformat("2026-11-25T18:00")

    assert check("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", wednesday, "UTC") == date(2026, 12, 7)
    assert check("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", wednesday, "UTC") == date(2028, 2, 29)
