"""What is exported is read again as what it was, in every format that has both ways."""

import json
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.ids import new_id
from groups.domain.changes import Change
from groups.domain.exports import bmlt, icalendar, meeting_guide
from groups.domain.exports.listed import Listed, listed
from groups.domain.feeds.described import Described, Terms
from groups.domain.feeds.formats import read_feed
from groups.domain.meeting import MeetingSeries
from tests.groups.samples import NOW, a_series

TERMS = Terms(time_zone="UTC", at=NOW)
URL = "https://hamrah.example"
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

weekly = st.builds(
    lambda day, online, place, **fields: a_series(
        rule=f"FREQ=WEEKLY;BYDAY={DAYS[day]}",
        starts_on=date(2026, 1, 5) + timedelta(days=day),
        online=online or not place,
        address="1 Canal Road, Ludhiana" if place else "",
        latitude=30.9 if place else None,
        longitude=75.85 if place else None,
        **fields,
    ),
    st.integers(0, 6),
    st.booleans(),
    st.booleans(),
    name=st.sampled_from(["Evening Hour", "ਸਾਂਝੀ ਚਾਹ, ਸਾਂਝੀ ਗੱਲ; \\ok", "आशा"]),
    time=st.sampled_from([time(0, 0), time(18, 30), time(23, 45)]),
    duration=st.sampled_from([timedelta(minutes=45), timedelta(hours=1), timedelta(hours=2, minutes=30)]),
    time_zone=st.sampled_from(["Asia/Kolkata", "America/Chicago", "Europe/London"]),
    types=st.sampled_from([("D",), ("D", "X")]),
    requires=st.sampled_from([(), ("women",)]),
)


def found(series: MeetingSeries) -> Listed:
    meeting = listed(new_id(), series, NOW, NOW)
    assert meeting is not None
    return meeting


def read(feed: bytes) -> list[Described]:
    reading = read_feed(feed, TERMS)
    assert reading.rejected == []
    return reading.meetings


def assert_same(read_again: Described, series: MeetingSeries) -> None:
    for name in ("name", "rule", "time", "duration", "time_zone", "public", "online"):
        assert getattr(read_again, name) == getattr(series, name), name


@settings(max_examples=40, deadline=None)
@given(weekly)
def test_meeting_guide(series: MeetingSeries) -> None:
    (meeting,) = read(json.dumps([*meeting_guide.records(found(series), URL)]).encode())

    assert_same(meeting, series)
    assert (meeting.address, meeting.latitude) == (series.address, series.latitude)
    assert set(meeting.types) == {"O", *series.types, *("W" for _ in series.requires)}
    assert meeting.requires == series.requires


@settings(max_examples=40, deadline=None)
@given(weekly)
def test_bmlt(series: MeetingSeries) -> None:
    answer = {"meetings": [*bmlt.records(found(series), URL)], "formats": bmlt.formats()}
    (meeting,) = read(json.dumps(answer).encode())

    assert_same(meeting, series)
    assert (meeting.address, meeting.requires) == (series.address, series.requires)
    assert {*series.types} <= {*meeting.types}


@settings(max_examples=40, deadline=None)
@given(weekly)
def test_icalendar_with_its_changed_dates(series: MeetingSeries) -> None:
    first = series.starts_on + timedelta(weeks=50)
    moved = datetime.combine(first + timedelta(days=15), time(9, 15))
    changes = {first: Change(cancelled=True), first + timedelta(weeks=2): Change(starts_at=moved)}
    # A public calendar tells neither the name nor that one may also join from elsewhere.
    told = {"changes": changes, "name": "Meeting", "online": not series.address}
    whole = a_series(**{**vars(series), **told})
    (meeting,) = read(icalendar.open_meetings([found(whole)]))
    again = a_series(
        **{**vars(whole), "rule": meeting.rule, "changes": meeting.changes, "starts_on": meeting.starts_on}
    )

    assert_same(meeting, whole)
    span = (NOW, NOW + timedelta(weeks=20))
    assert [again.starts_at(day) for day in again.dates(*span)] == [
        whole.starts_at(day) for day in whole.dates(*span)
    ]
