"""The public calendar, read again by icalendar and by vobject: the dates are those of the series."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
import vobject
from dateutil.rrule import rruleset, rrulestr
from hypothesis import given, note, settings
from hypothesis import strategies as st
from icalendar import Calendar

from groups.domain.changes import Change, Segment
from groups.domain.errors import RuleInvalid
from groups.domain.exports.icalendar import TITLE, Seat, open_meetings, own_meetings
from groups.domain.exports.listed import Listed
from groups.domain.feeds.described import Terms
from groups.domain.feeds.formats import read_feed
from groups.domain.meeting import MeetingSeries
from groups.domain.recurrence import check
from tests.groups.samples import NOW, a_series
from tests.groups.unit.test_recurrence import rules

ZONES = (
    "Asia/Kolkata",
    "America/New_York",
    "Europe/London",
    "Australia/Lord_Howe",
    "America/Santiago",
    "UTC",
)
BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)
UPDATED = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
DAYS = st.dates(date(2026, 1, 1), date(2027, 11, 30))
CLOCKS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30]))
ENDINGS = st.sampled_from(["", "", ";COUNT=7", ";COUNT=40", ";UNTIL=20270315", ";UNTIL=20270620T120000Z"])

Dates = list[tuple[datetime, timedelta]]


def listed(series: MeetingSeries, id_: str = "a" * 32) -> Listed:
    return Listed(id=id_, whole=series, today=date(2026, 11, 23), at=NOW, updated_at=UPDATED)


def written(*series: MeetingSeries) -> bytes:
    return open_meetings(listed(each, f"{number:032x}") for number, each in enumerate(series))


def dates_of(series: MeetingSeries) -> Dates:
    """What the series itself says: starts in UTC, and how long."""
    days = series.dates(BEGIN - timedelta(days=62), END + timedelta(days=62))
    found = [(series.starts_at(day), series.on(day).duration) for day in days]
    return sorted(each for each in found if BEGIN <= each[0] < END)


def read_by_icalendar(calendar: bytes) -> Dates:
    events = recurring_ical_events.of(Calendar.from_ical(calendar)).between(BEGIN, END)
    found = [
        (event["DTSTART"].dt.astimezone(UTC), event["DTEND"].dt - event["DTSTART"].dt)
        for event in events
        if event["STATUS"] != "CANCELLED"
    ]
    return sorted(each for each in found if BEGIN <= each[0] < END)


def read_by_vobject(calendar: bytes) -> Dates:
    events = vobject.readOne(calendar.decode()).contents.get("vevent", [])
    others = [event for event in events if hasattr(event, "recurrence_id")]
    found: Dates = []
    for event in events:
        if event.status.value != "CANCELLED" and event not in others:
            replaced = {(o.uid.value, o.recurrence_id.value.astimezone(UTC)) for o in others}
            for start in _expanded(event):
                if (event.uid.value, start) not in replaced:
                    found.append((start, event.duration.value))
    found += [(other.dtstart.value.astimezone(UTC), other.duration.value) for other in others]
    return sorted(each for each in found if BEGIN <= each[0] < END)


def _expanded(event: Any) -> Iterator[datetime]:
    """Expand by dateutil on the wall clock of the zone that vobject built from VTIMEZONE."""
    start = event.dtstart.value
    zone, last, dates = start.tzinfo, END, rruleset()
    dates.rdate(start.replace(tzinfo=None))
    if hasattr(event, "rrule"):
        parts = dict(part.split("=") for part in event.rrule.value.split(";"))
        if until := parts.pop("UNTIL", ""):
            last = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        rule = ";".join(f"{name}={value}" for name, value in parts.items())
        dates.rrule(rrulestr(rule, dtstart=start.replace(tzinfo=None)))
    extra = {moment for each in event.contents.get("rdate", []) for moment in each.value}
    cancelled = {moment for each in event.contents.get("exdate", []) for moment in each.value}
    for moment in extra:
        dates.rdate(moment.replace(tzinfo=None))
    for local in takewhile(lambda local: local.year <= END.year, dates):
        moment = local.replace(tzinfo=zone)
        if moment not in cancelled and (moment in extra or moment.astimezone(UTC) <= last):
            yield moment.astimezone(UTC)


def changes(clock: time) -> st.SearchStrategy[Change]:
    moved = st.builds(datetime.combine, DAYS, CLOCKS)
    return st.one_of(
        st.just(Change(cancelled=True)),
        st.just(Change(extra=True)),
        st.builds(Change, starts_at=moved),
        st.builds(Change, extra=st.just(True), starts_at=moved, duration=st.just(timedelta(minutes=45))),
        st.builds(Change, duration=st.sampled_from([timedelta(minutes=30), timedelta(hours=3)])),
        st.just(Change(address="Another hall")),
    )


@st.composite
def several(draw: st.DrawFn) -> MeetingSeries:
    """Draw a series with changes of single dates, of all that follow, an end, and a rest."""
    zone = draw(st.sampled_from(ZONES))
    clock = draw(CLOCKS)
    first = draw(st.dates(date(2024, 1, 1), date(2027, 6, 1)))
    rule = draw(rules().filter(lambda rule: "BYSETPOS" not in rule or "WEEKLY" not in rule)) + draw(ENDINGS)
    series = a_series(rule=rule, starts_on=first, time=clock, time_zone=zone)
    regular = [day for _, day in zip(range(60), series.dates(BEGIN, END), strict=False)]
    ours = st.sampled_from(regular) | DAYS if regular else DAYS
    single = draw(st.dictionaries(ours, changes(clock), max_size=6))
    since = draw(st.lists(DAYS, max_size=2, unique=True).map(sorted))
    values = st.fixed_dictionaries(
        {},
        optional={
            "time": CLOCKS,
            "duration": st.just(timedelta(hours=2)),
            "rule": st.just("FREQ=WEEKLY;BYDAY=TU,SA"),
        },
    )
    return a_series(
        rule=rule,
        starts_on=first,
        time=clock,
        time_zone=zone,
        changes=_near(single),
        segments=tuple(Segment(since=day, values=draw(values)) for day in since),
        ends_on=draw(st.none() | DAYS),
        **draw(st.just({}) | st.builds(lambda day: {"suspended": True, "resumes_on": day}, DAYS)),
    )


def _near(single: dict[date, Change]) -> dict[date, Change]:
    """Leave out what is moved further than a date may be."""
    return {
        day: change
        for day, change in single.items()
        if change.starts_at is None or abs(change.starts_at.date() - day) <= timedelta(days=31)
    }


@settings(max_examples=100, deadline=None)
@given(several())
def test_two_independent_readers_find_the_dates_of_the_series(series: MeetingSeries) -> None:
    try:
        check(series.rule, datetime.combine(series.starts_on, series.time), series.time_zone)
    except RuleInvalid:
        return
    calendar = written(series)
    note(calendar.decode().partition("BEGIN:VEVENT")[2])

    assert read_by_vobject(calendar) == dates_of(series)
    assert read_by_icalendar(calendar) == dates_of(series)


def test_an_event_says_what_readers_need_and_nothing_of_the_group() -> None:
    series = a_series(
        name="NA Sunrise", joining={"conference_url": "https://zoom.example/j/1?pwd=x"}, online=True
    )

    (event,) = Calendar.from_ical(written(series)).walk("VEVENT")

    assert str(event["SUMMARY"]) == TITLE
    assert str(event["UID"]).startswith("0" * 32)
    assert event["DTSTART"].params["TZID"] == "Asia/Kolkata"
    assert event["LAST-MODIFIED"].dt == UPDATED
    assert str(event["STATUS"]) == "CONFIRMED"
    assert b"NA Sunrise" not in written(series)
    assert b"zoom" not in written(series)


def test_the_sequence_rises_with_the_series_and_the_uid_stays() -> None:
    first, second = (
        Calendar.from_ical(written(a_series(revision=revision))).walk("VEVENT")[0] for revision in (3, 4)
    )

    assert (first["SEQUENCE"], second["SEQUENCE"]) == (3, 4)
    assert first["UID"] == second["UID"]


def test_a_moved_date_is_an_event_of_the_same_uid_at_its_original_start() -> None:
    moved_to = datetime.combine(date(2026, 12, 8), time(19, 30))
    change = Change(starts_at=moved_to, address="Another hall")
    series = a_series(changes={date(2026, 12, 7): change})

    master, moved = Calendar.from_ical(written(series)).walk("VEVENT")

    assert moved["UID"] == master["UID"]
    assert moved["RECURRENCE-ID"].dt == datetime(2026, 12, 7, 18, 0, tzinfo=ZoneInfo("Asia/Kolkata"))
    assert moved["DTSTART"].dt == datetime(2026, 12, 8, 19, 30, tzinfo=ZoneInfo("Asia/Kolkata"))
    assert str(moved["LOCATION"]) == "Another hall"


@pytest.mark.parametrize("rest", [{"suspended": True}, {"paused": True}])
def test_a_series_that_rests_without_an_end_is_cancelled(rest: dict[str, bool]) -> None:
    (event,) = Calendar.from_ical(written(a_series(**rest))).walk("VEVENT")

    assert str(event["STATUS"]) == "CANCELLED"


def test_positions_in_a_week_become_the_weekdays_that_they_choose() -> None:
    series = a_series(rule="FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1", starts_on=date(2026, 1, 5))

    assert read_by_icalendar(written(series)) == read_by_vobject(written(series)) == dates_of(series)


def test_our_own_import_reads_the_calendar_as_the_same_meetings() -> None:
    changes = {date(2026, 12, 7): Change(cancelled=True), date(2026, 12, 9): Change(extra=True)}
    series = a_series(rule="FREQ=MONTHLY;BYDAY=1MO,3MO", starts_on=date(2026, 1, 5), changes=changes)

    reading = read_feed(written(series), Terms(time_zone="UTC", at=NOW))

    assert reading.rejected == []
    (meeting,) = reading.meetings
    assert (meeting.rule, meeting.starts_on, meeting.time) == (series.rule, series.starts_on, series.time)
    assert (meeting.time_zone, meeting.address) == (series.time_zone, series.address)
    assert meeting.changes is not None
    assert meeting.changes[date(2026, 12, 7)].cancelled
    assert meeting.changes[date(2026, 12, 9)].extra


def test_a_members_calendar_shows_when_and_says_no_more_than_it_must() -> None:
    start = datetime(2026, 12, 1, 12, 30, tzinfo=UTC)
    seats = [
        Seat(
            occurrence_id="e" * 32,
            starts_at=start,
            ends_at=start + timedelta(hours=1),
            time_zone="Asia/Kolkata",
            address="",
            cancelled=cancelled,
            promised=False,
            sequence=2,
        )
        for cancelled in (False, True)
    ]

    events = Calendar.from_ical(own_meetings(seats, NOW)).walk("VEVENT")

    assert [str(each["STATUS"]) for each in events] == ["CONFIRMED", "CANCELLED"]
    assert {str(each["SUMMARY"]) for each in events} == {TITLE}
    assert events[0]["DTSTART"].dt == start
    assert "LOCATION" not in events[0]
