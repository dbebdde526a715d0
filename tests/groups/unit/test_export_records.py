"""Meeting Guide and BMLT records: the formats' rules as a validator, and our own import reads them back."""

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.ids import derived_id
from groups.domain.exports import bmlt, meeting_guide
from groups.domain.exports.listed import Listed, listed
from groups.domain.feeds.described import Described, Terms
from groups.domain.feeds.formats import read_feed
from groups.domain.meeting import MeetingSeries
from groups.domain.meeting_types import LABELS
from tests.groups.samples import NOW, a_series

URL = "https://hamrah.example"
UPDATED = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
ZONES = available_timezones()
TERMS = Terms(time_zone="UTC", at=NOW)
ID = "a" * 32
TEXTS = {
    **{"name": 255, "slug": 64, "time": 5, "end_time": 5, "timezone": 64, "formatted_address": 500},
    **{"approximate": 3, "updated": 19, "url": 255, "location": 255, "region": 255, "sub_region": 255},
    **{"location_notes": 5000, "notes": 5500, "conference_url": 255, "conference_url_notes": 255},
}


def of(series: MeetingSeries, id_: str = ID) -> Listed:
    found = listed(id_, series, UPDATED, NOW)
    assert found is not None
    return found


def guide(series: MeetingSeries, id_: str = ID) -> list[dict[str, Any]]:
    return list(meeting_guide.records(of(series, id_), URL))


def refuse_invalid(feed: list[dict[str, Any]]) -> None:
    """Hold a feed to the rules of the Meeting Guide format."""
    slugs = [record["slug"] for record in feed]
    assert len(set(slugs)) == len(slugs)
    for record in feed:
        numbers = {"day": record["day"], "latitude": record.get("latitude"), "types": record["types"]}
        assert record.keys() <= TEXTS.keys() | numbers.keys() | {"longitude"}
        assert all(isinstance(record[n], str) and len(record[n]) <= TEXTS[n] for n in TEXTS if n in record)
        assert type(record["day"]) is int
        assert 0 <= record["day"] <= 6
        assert re.fullmatch(r"[A-Za-z0-9-]{1,64}", record["slug"])
        assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", record["time"])
        assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", record["end_time"])
        assert record["timezone"] in ZONES
        assert record["approximate"] in ("yes", "no")
        assert record["formatted_address"].strip()
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", record["updated"])
        assert set(record["types"]) <= LABELS.keys()
        assert "C" not in record["types"]


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "Zs"]), min_size=1, max_size=40)
SERIES = st.builds(
    a_series,
    slug=st.text(st.sampled_from("abcXYZ019._~%-"), min_size=1, max_size=64),
    name=WORDS.filter(str.strip),
    rule=st.lists(st.sampled_from(["SU", "MO", "TU", "WE", "TH", "FR", "SA"]), min_size=1, unique=True).map(
        lambda days: f"FREQ=WEEKLY;BYDAY={','.join(days)}"
    ),
    time=st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    duration=st.integers(1, 1439).map(lambda minutes: timedelta(minutes=minutes)),
    time_zone=st.sampled_from(["Asia/Kolkata", "America/New_York", "Australia/Lord_Howe", "UTC"]),
    types=st.lists(st.sampled_from(["D", "ST", "X", "ONL", "TC"]), unique=True).map(tuple),
    languages=st.lists(st.sampled_from(["en", "pa", "hi"]), unique=True).map(tuple),
    requires=st.sampled_from([(), ("women",), ("men",)]),
    address=st.just("1 Canal Road, Ludhiana"),
    online=st.booleans(),
) | st.builds(a_series, address=st.just(""), online=st.just(True), approximate=st.booleans())


@settings(max_examples=80, deadline=None)
@given(st.lists(SERIES, max_size=4))
def test_a_feed_keeps_the_rules_of_meeting_guide_and_reads_back_as_the_same_meetings(
    series: list[MeetingSeries],
) -> None:
    feed = [record for n, each in enumerate(series) for record in guide(each, derived_id(str(n)))]
    refuse_invalid(feed)

    reading = read_feed(json.dumps(feed).encode(), TERMS, "meeting-guide")

    assert reading.rejected == []
    found = sorted(map(read, reading.meetings), key=str)
    assert found == sorted((wanted for each in series for wanted in told(each)), key=str)


def read(meeting: Described) -> tuple[Any, ...]:
    """What a meeting that was read has in common with its series."""
    where = (meeting.online, meeting.address, meeting.public, frozenset(meeting.languages))
    return (meeting.rule[-2:], meeting.time, meeting.duration, meeting.time_zone, where)


def told(series: MeetingSeries) -> list[tuple[Any, ...]]:
    days = series.rule.rpartition("=")[2].split(",")
    mode = (series.online, series.address, True, frozenset(series.languages))
    return [(day, series.time, series.duration, series.time_zone, mode) for day in days]


@settings(max_examples=60, deadline=None)
@given(st.lists(SERIES, min_size=1, max_size=3))
def test_bmlt_answers_are_texts_and_read_back_as_the_same_hours(series: list[MeetingSeries]) -> None:
    answer = [r for n, each in enumerate(series) for r in bmlt.records(of(each, derived_id(str(n))), URL)]

    reading = read_feed(json.dumps({"meetings": answer, "formats": bmlt.formats()}).encode(), TERMS)

    assert all(isinstance(value, str) for record in answer for value in record.values())
    assert reading.rejected == []
    found = sorted((m.rule[-2:], m.time, m.duration, m.time_zone) for m in reading.meetings)
    assert found == sorted(wanted[:4] for each in series for wanted in told(each))


@pytest.mark.parametrize(
    ("rule", "days", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=TU,TH", [2, 4], ""),
        ("FREQ=DAILY", list(range(7)), ""),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
            [6],
            "Every second week. Next on 2026-12-05, 2026-12-19, 2027-01-02.",
        ),
        ("FREQ=MONTHLY;BYDAY=1SA,3SA", [6], "First and third Saturday of the month. Next on 2026-12-05, "),
        ("FREQ=MONTHLY;BYDAY=SU;BYSETPOS=-1", [0], "Last Sunday of the month. Next on 2026-11-29, "),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU", [2], "Second Tuesday of every 2 months. Next on "),
        ("FREQ=MONTHLY;BYMONTHDAY=15", [2], "Not every week. Next on 2026-12-15, "),
        ("FREQ=DAILY;INTERVAL=3", [1], "Every 3 days. Next on "),
    ],
)
def test_what_is_not_weekly_says_so_in_words(rule: str, days: list[int], words: str) -> None:
    feed = guide(a_series(rule=rule, starts_on=date(2026, 1, 3)))

    assert [record["day"] for record in feed] == days
    assert all(record.get("notes", "").startswith(words) for record in feed)
    assert any("notes" in record for record in feed) == bool(words)


def test_no_way_to_join_and_nothing_that_reaches_somebody_leaves() -> None:
    series = a_series(
        online=True,
        joining={
            "conference_url": "https://zoom.example/j/99?pwd=s3cret",
            "conference_phone": "+16465588656",
        },
        details={
            "notes": "Passcode: open sesame",
            "location_notes": "Ask Simran, 98765 43210",
            "location": "https://zoom.example/j/99",
            "region": "Ludhiana",
        },
    )
    written = json.dumps([guide(series), list(bmlt.records(of(series), URL))])

    assert not [
        each for each in ("zoom", "pwd", "s3cret", "sesame", "6465588656", "98765") if each in written
    ]
    assert guide(series)[0]["conference_url"] == f"{URL}/#meeting-{ID}"
    assert guide(series)[0]["region"] == "Ludhiana"


@pytest.mark.parametrize(
    "changes",
    [
        {"public": False},
        {"kind": "therapy"},
        {"requires": (f"member:{ID}",)},
        {"paused": True},
        {"suspended": True},
        {"suspended": True, "resumes_on": date(2027, 1, 1)},
        {"ends_on": date(2026, 11, 23)},
        {"rule": "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261101"},
        {"rule": "FREQ=WEEKLY;BYDAY=MO;COUNT=3"},
    ],
)
def test_what_is_closed_rests_or_is_over_is_not_listed(changes: dict[str, Any]) -> None:
    assert listed(ID, a_series(**changes), UPDATED, NOW) is None


def test_what_resumed_is_listed_again() -> None:
    assert guide(a_series(suspended=True, resumes_on=date(2026, 11, 23)))
