"""Calendars as programs export them: rules, exceptions, zones of any name, and events that are wrong."""

import time as clock
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.domain.changes import Change
from groups.domain.errors import FeedInvalid
from groups.domain.feeds.described import Described, Reading, Terms
from groups.domain.feeds.formats import read_feed
from tests.groups.samples import NOW

TERMS = Terms(time_zone="Asia/Kolkata", at=NOW)

EVENT = {
    "UID": "abc@calendar.example",
    "DTSTAMP": "20261101T000000Z",
    "DTSTART;TZID=Asia/Kolkata": "20261123T180000",
    "DTEND;TZID=Asia/Kolkata": "20261123T193000",
    "RRULE": "FREQ=WEEKLY;BYDAY=MO",
    "SUMMARY": "Evening Hour",
    "LOCATION": "1 Canal Road\\, Ludhiana",
}
START, END = "DTSTART;TZID=Asia/Kolkata", "DTEND;TZID=Asia/Kolkata"
MIXED = {START: ..., END: ..., "DTSTART": "20261123T180000", "DTEND": "20261123T190000Z"}
TOO_MANY = ",".join(f"{date(2026, 12, 1) + timedelta(days=number):%Y%m%d}" for number in range(201))


def an_event(**changes: Any) -> str:
    """Write an event; `...` leaves a property out, and a name may carry parameters."""
    lines = (EVENT | changes.pop("also", {}) | changes).items()
    body = "".join(f"{name}:{value}\r\n" for name, value in lines if value is not ...)
    return f"BEGIN:VEVENT\r\n{body}END:VEVENT\r\n"


def a_calendar(*parts: str, head: str = "") -> bytes:
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{head}{''.join(parts)}END:VCALENDAR\r\n"
    return text.encode()


def read(*parts: str, head: str = "") -> Reading:
    return read_feed(a_calendar(*parts, head=head), TERMS)


def the_meeting(*parts: str, head: str = "") -> Described:
    reading = read(*parts, head=head)
    assert reading.rejected == []
    (meeting,) = reading.meetings
    return meeting


def other(day: str, **changes: Any) -> str:
    also = {"RECURRENCE-ID;TZID=Asia/Kolkata": f"{day}T180000", **changes.pop("also", {})}
    return an_event(also=also, RRULE=..., **changes)


def test_a_weekly_event_is_a_series() -> None:
    meeting = the_meeting(an_event())

    assert (meeting.name, meeting.rule, meeting.starts_on) == (
        *("Evening Hour", "FREQ=WEEKLY;BYDAY=MO"),
        date(2026, 11, 23),
    )
    assert (meeting.time, meeting.duration) == (time(18), timedelta(minutes=90))
    assert (meeting.time_zone, meeting.address) == ("Asia/Kolkata", "1 Canal Road, Ludhiana")
    assert meeting.slug.startswith("event-")
    assert "calendar.example" not in meeting.slug


def test_excluded_cancelled_moved_and_extra_dates_are_changes_of_the_series() -> None:
    meeting = the_meeting(
        an_event(
            **{"EXDATE;TZID=Asia/Kolkata": "20261130T180000,20261207T180000", "RDATE": "20261205T100000"}
        ),
        other("20261214", STATUS="CANCELLED"),
        other("20261221", LOCATION="Town Hall", also={START: "20261222T190000", END: "20261222T200000"}),
    )

    assert meeting.changes == {
        date(2026, 11, 30): Change(cancelled=True),
        date(2026, 12, 5): Change(extra=True, starts_at=datetime(2026, 12, 5, 10)),  # noqa: DTZ001
        date(2026, 12, 7): Change(cancelled=True),
        date(2026, 12, 14): Change(cancelled=True),
        date(2026, 12, 21): Change(
            starts_at=datetime(2026, 12, 22, 19),  # noqa: DTZ001
            duration=timedelta(hours=1),
            address="Town Hall",
        ),
    }


def test_exceptions_in_utc_are_those_of_the_local_date() -> None:
    night = {START: "20261123T030000", END: "20261123T040000", "EXDATE": "20261129T213000Z"}

    assert list(the_meeting(an_event(also=night)).changes or {}) == [date(2026, 11, 30)]


def test_what_is_over_is_not_taken_and_not_missed() -> None:
    once = {START: "20261101T180000", END: "20261101T190000"}
    reading = read(
        an_event(UID="once", RRULE=..., also=once),
        an_event(UID="ended", RRULE="FREQ=WEEKLY;UNTIL=20261110T000000Z", also=once),
        an_event(UID="goes on", also=once),
    )

    assert len(reading.slugs) == 3
    assert [each.starts_on for each in reading.meetings] == [date(2026, 11, 1)]
    assert reading.rejected == []


ZONE = """BEGIN:VTIMEZONE\r\nTZID:{tzid}\r\n{more}BEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n\
TZOFFSETFROM:{offset}\r\nTZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"""


@pytest.mark.parametrize(
    ("tzid", "definition", "zone"),
    [
        ("Europe/Berlin", "", "Europe/Berlin"),
        ("India Standard Time", "", "Asia/Calcutta"),
        ("/citadel.org/20070227_1/Asia/Kolkata", "", "Asia/Kolkata"),
        ("/x/America/Argentina/Salta", "", "America/Argentina/Salta"),
        ("Our Zone", ZONE.format(tzid="Our Zone", more="", offset="+0530"), "Asia/Kolkata"),
        (
            "Our Zone",
            ZONE.format(tzid="Our Zone", more="X-LIC-LOCATION:Asia/Karachi\r\n", offset="+0500"),
            "Asia/Karachi",
        ),
    ],
)
def test_a_time_zone_of_any_name_is_found_in_the_iana_database(tzid: str, definition: str, zone: str) -> None:
    event = an_event(**{START: ..., END: ..., f"DTSTART;TZID={tzid}": "20261123T180000"})

    meeting = the_meeting(definition, event)
    assert (meeting.time_zone, meeting.time) == (zone, time(18))


def test_an_hour_without_a_zone_is_in_the_calendars_or_in_the_importers() -> None:
    floating = {START: ..., END: ..., "DTSTART": "20261123T180000"}

    assert the_meeting(an_event(**floating)).time_zone == "Asia/Kolkata"
    stated = the_meeting(an_event(**floating), head="X-WR-TIMEZONE:Europe/London\r\n")
    assert (stated.time_zone, stated.time) == ("Europe/London", time(18))


def test_a_single_event_in_utc_is_told_on_the_clock_at_home_and_a_series_stays_in_utc() -> None:
    utc = {START: ..., END: ..., "DTSTART": "20261123T123000Z"}
    single, series = the_meeting(an_event(RRULE=..., **utc)), the_meeting(an_event(**utc))

    assert (single.time_zone, single.time, single.rule) == ("Asia/Kolkata", time(18), "FREQ=DAILY;COUNT=1")
    assert (series.time_zone, series.time) == ("UTC", time(12, 30))


def test_links_and_passcodes_are_kept_from_whoever_is_not_registered() -> None:
    notes = "Join: https://meet.example/1?pwd=x Passcode: 77"
    in_notes = the_meeting(an_event(DESCRIPTION=notes))
    instead = the_meeting(an_event(LOCATION="https://meet.example/2"))
    by_phone = the_meeting(an_event(DESCRIPTION="Call +91 98765 43210 for the door"))
    harmless = the_meeting(an_event(DESCRIPTION="Bring a book"))

    assert (in_notes.online, in_notes.joining["conference_url"]) == (True, "https://meet.example/1?pwd=x")
    assert (in_notes.details, by_phone.details) == ({}, {})
    assert (instead.address, instead.joining) == ("", {"conference_url": "https://meet.example/2"})
    assert harmless.details == {"notes": "Bring a book"}
    assert not harmless.joining


def test_a_private_event_is_not_public_and_a_cancelled_one_is_suspended() -> None:
    private, cancelled = the_meeting(an_event(CLASS="PRIVATE")), the_meeting(an_event(STATUS="CANCELLED"))

    assert (private.public, cancelled.public) == (False, True)
    assert (private.suspended, cancelled.suspended) == (False, True)
    closed = the_meeting(an_event(CATEGORIES="Closed,Women,Whatever", GEO="30.9;75.85"))
    assert (closed.types, closed.public, closed.latitude) == (("C", "W"), False, 30.9)


@pytest.mark.parametrize(
    ("field", "event"),
    [
        ("UID", an_event(UID=...)),
        ("DTSTART", an_event(**{START: ..., END: ...})),
        ("DTSTART", an_event(**{START: ..., END: ..., "DTSTART;VALUE=DATE": "20261123"})),
        ("DTSTART", an_event(**{START: "yesterday"})),
        ("DTEND", an_event(**{END: "20261123T170000"})),
        ("DTEND", an_event(**{END: "20261125T170000"})),
        ("DTEND", an_event(**MIXED)),
        ("DURATION", an_event(**{END: ..., "DURATION": "-PT1H"})),
        ("TZID", an_event(**{START: ..., END: ..., "DTSTART;TZID=Atlantis": "20261123T180000"})),
        ("SUMMARY", an_event(SUMMARY="")),
        ("LOCATION", an_event(LOCATION=...)),
        ("RRULE", an_event(RRULE="FREQ=SECONDLY")),
        ("RRULE", an_event(RRULE="FREQ=SOMETIMES")),
        ("RRULE", an_event(RRULE="FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2")),
        ("RRULE", an_event(RRULE="FREQ=DAILY;COUNT=1000000")),
        ("EXRULE", an_event(EXRULE="FREQ=WEEKLY")),
        ("RDATE", an_event(**{"RDATE;VALUE=PERIOD": "20261205T100000Z/PT1H"})),
        ("RECURRENCE-ID", other("20261130")),
        ("UID", "BEGIN:VEVENT\r\nno property\r\nEND:VEVENT\r\n"),
        ("DTSTART", an_event(**{START: "99991231T180000", END: ...})),
        ("record", an_event(DESCRIPTION="x" * 70_000)),
        ("EXDATE", an_event(**{"EXDATE;VALUE=DATE": TOO_MANY})),
    ],
)  # fmt: skip
def test_a_wrong_event_is_rejected_with_its_line_and_the_others_are_taken(field: str, event: str) -> None:
    reading = read(event, an_event(UID="right"))

    (rejection,) = reading.rejected
    assert (rejection.field, rejection.line) == (field, 4)
    assert rejection.reason.endswith(".")
    assert len(reading.meetings) == 1


def test_two_series_of_one_uid_are_none() -> None:
    (rejection,) = read(an_event(), an_event()).rejected

    assert rejection.field == "UID"


@pytest.mark.parametrize(
    ("feed", "says"),
    [
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x\r\n", "line 2 has no end"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "has no end"),
        (a_calendar("BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 5_001), "more than 5,000 records"),
    ],
)
def test_a_calendar_that_breaks_off_or_is_too_long_is_refused(feed: bytes, says: str) -> None:
    with pytest.raises(FeedInvalid, match=says):
        read_feed(feed, TERMS)


def test_rules_without_end_cost_no_more_than_others() -> None:
    rules = ("FREQ=DAILY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=MONTHLY;BYDAY=5FR;INTERVAL=11")
    events = [
        an_event(UID=str(number), RRULE=rules[number % 3], also={START: "19700105T180000", END: ...})
        for number in range(300)
    ]
    began = clock.monotonic()
    reading = read(*events)

    assert len(reading.meetings) == 300
    assert clock.monotonic() - began < 10


LINES = st.sampled_from([
    *("BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "BEGIN:VTIMEZONE", "END:VTIMEZONE"),
    *("UID:x", "UID:y", "SUMMARY:Evening", "LOCATION:Moga", "DTSTART:20261123T180000", "DTSTART:x"),
    *("DTSTART;TZID=x:20261123T180000", "DTSTART;VALUE=DATE:20261123", "DTEND:20261123T190000Z", "GEO:1"),
    *("DURATION:PT1H", "DURATION:P1D", "RRULE:FREQ=WEEKLY", "RRULE:COUNT=x", "RRULE:FREQ=DAILY;UNTIL=1"),
    *("EXDATE:20261130T180000", "EXDATE:x", "RDATE:20261201", "RECURRENCE-ID:20261130T180000", "CLASS:"),
    *("RECURRENCE-ID;VALUE=DATE:20261130", "CATEGORIES:Open", "CONFERENCE:x", "URL:", "STATUS:CANCELLED"),
    *("no colon", ";:", " folded", "TZID:x", "TZOFFSETTO:+0530", "DTSTART:99991231T235959Z"),
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=12))
def test_any_lines_of_an_event_are_read_or_rejected(lines: list[str]) -> None:
    event = "\r\n".join(["BEGIN:VEVENT", "UID:x", *lines, "END:VEVENT", ""])
    try:
        reading = read(event)
    except FeedInvalid:
        return
    assert all(each.reason.endswith(".") for each in reading.rejected)
    assert all(each.starts_on and each.starts_on.year > 1900 for each in reading.meetings)
