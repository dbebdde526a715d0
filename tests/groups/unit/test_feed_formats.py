"""Feeds of every format as the field writes them: tables, BMLT's answers, and texts that are none of any."""

import gzip
import json
import time as clock
import zlib
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.domain.errors import FeedInvalid
from groups.domain.feeds.described import Described, Reading, Terms
from groups.domain.feeds.formats import FORMATS, read_feed, recognise
from groups.domain.feeds.text import MAX_BYTES, text_of
from tests.groups.samples import NOW, a_feed, a_record

TERMS = Terms(time_zone="Asia/Kolkata", at=NOW)
SAMPLE = Path(__file__).parents[3] / "deploy" / "hamrah" / "demo" / "feeds" / "moga.json"

TABLE = """Name,Day,Time,End Time,Address,City,Types,Notes
Evening Hour,Monday,6:00 PM,7:30 pm,1 Canal Road,Ludhiana,"Open, Discussion",Ring twice
"""
BMLT = {
    "id_bigint": "42",
    "weekday_tinyint": "2",
    "venue_type": "1",
    "start_time": "18:00:00",
    "duration_time": "01:30:00",
    "time_zone": "",
    "formats": "O,D",
    "format_shared_id_list": "17,8",
    "longitude": "75.85",
    "latitude": "30.9",
    "meeting_name": "Evening Hour",
    "location_street": "1 Canal Road",
    "location_municipality": "Ludhiana",
    "published": "1",
}


def read(feed: bytes | str, format_: str | None = None) -> Reading:
    return read_feed(feed.encode() if isinstance(feed, str) else feed, TERMS, format_)


def the_meeting(feed: bytes | str) -> Described:
    reading = read(feed)
    assert reading.rejected == []
    (meeting,) = reading.meetings
    return meeting


def bmlt(*changes: dict[str, Any], formats: Any = None) -> str:
    records = [BMLT | change for change in changes or ({},)]
    return json.dumps(records if formats is None else {"meetings": records, "formats": formats})


def test_one_meeting_reads_alike_in_a_table_in_meeting_guide_and_in_bmlt() -> None:
    formats = [{"id": "17", "key_string": "X9", "world_id": "OPEN"}, {"id": "8", "world_id": "DISC"}]
    in_a_table = the_meeting(TABLE)
    in_meeting_guide = the_meeting(a_feed(a_record(types=["O", "D"])))
    in_bmlt = the_meeting(bmlt(formats=formats))

    for meeting in (in_a_table, in_meeting_guide, in_bmlt):
        assert (meeting.name, meeting.rule, meeting.time) == (
            *("Evening Hour", "FREQ=WEEKLY;BYDAY=MO"),
            time(18, 0),
        )
        assert (meeting.duration, meeting.time_zone) == (timedelta(minutes=90), "Asia/Kolkata")
        assert (meeting.types, meeting.public, meeting.online) == (("O", "D"), True, False)
        assert meeting.address.startswith("1 Canal Road, Ludhiana")
    assert (in_bmlt.slug, in_bmlt.latitude, in_bmlt.longitude) == ("bmlt-42", 30.9, 75.85)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\r\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_may_be_written_by_any_spreadsheet(delimiter: str, mark: bytes, end: str) -> None:
    rows = [["Meeting", "weekday", "START_TIME", "street"], ["ਸਾਂਝੀ ਚਾਹ", "Mon", "18:00", "1 Canal Road"]]
    table = end.join(delimiter.join(row) for row in rows).encode()

    assert the_meeting(mark + table).name == "ਸਾਂਝੀ ਚਾਹ"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        *(("7:00 PM", "19:00"), ("7 pm", "19:00"), ("7:30p.m.", "19:30"), ("12:15 AM", "00:15")),
        *(("12 pm", "12:00"), ("07:05", "07:05"), ("7:05:00 am", "07:05")),
    ],
)
def test_a_table_may_tell_the_time_on_a_clock_of_twelve_hours(written: str, read_as: str) -> None:
    table = f"name,day,time,city\nEvening,1,{written},Moga\n"

    assert the_meeting(table).time == time.fromisoformat(read_as)


def test_rows_of_a_table_know_their_lines_and_what_is_wrong_with_them() -> None:
    table = (
        'name,day,time,city,notes\nA,mon,18:00,Moga,"two\nlines"\n\nB,Someday,18:00,Moga,\n'
        "C,mon,18:00,Moga,x,y\nD,mon,25:00,Moga,\n,mon,18:00,Moga,\nA,mon,18:00,Moga,\n"
    )
    reading = read(table)

    assert [(each.name, each.line) for each in reading.meetings] == [("A", 2)]
    assert [(each.line, each.field) for each in reading.rejected] == [
        *((5, "day"), (6, "record"), (7, "time"), (8, "name"), (9, "slug")),
    ]


def test_a_row_keeps_its_slug_from_table_to_table() -> None:
    first, second = the_meeting(TABLE), the_meeting(TABLE.replace("Ring twice", "Ring once"))

    assert first.slug == second.slug
    assert first.slug.startswith("evening-hour-")


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("weekday_tinyint", {"weekday_tinyint": "0"}),
        ("weekday_tinyint", {"weekday_tinyint": "8"}),
        ("start_time", {"start_time": "25:00:00"}),
        ("duration_time", {"duration_time": "24:00:00"}),
        ("duration_time", {"duration_time": "long"}),
        ("meeting_name", {"meeting_name": ""}),
        ("id_bigint", {"id_bigint": "x"}),
        ("published", {"published": "0"}),
        ("virtual_meeting_link", {"virtual_meeting_link": "javascript:alert(1)", "venue_type": "3"}),
    ],
)
def test_a_wrong_field_of_bmlt_goes_by_its_own_name(field: str, change: dict[str, Any]) -> None:
    (rejection,) = read(bmlt(change)).rejected

    assert rejection.field == field


def test_formats_of_bmlt_mean_what_their_world_id_says_and_never_what_their_key_does() -> None:
    formats = [
        {"id": "17", "key_string": "O", "world_id": "CLOSED"},
        {"id": "8", "key_string": "D", "world_id": "W"},
    ]
    meeting = the_meeting(bmlt(formats=formats))

    assert (meeting.types, meeting.public, meeting.requires) == (("C", "W"), False, ("women",))
    assert the_meeting(bmlt()).types == ()
    by_key = the_meeting(bmlt({"format_shared_id_list": ""}, formats=formats))
    assert by_key.types == ("C", "W")


@pytest.mark.parametrize(("venue", "online", "address"), [("1", False, 1), ("2", True, 0), ("3", True, 1)])
def test_the_venue_of_bmlt_tells_where_people_meet(venue: str, online: bool, address: bool) -> None:
    link = {} if venue == "1" else {"virtual_meeting_link": "https://meet.example/1"}
    meeting = the_meeting(bmlt({"venue_type": venue, **link}))

    assert (meeting.online, bool(meeting.address)) == (online, address)
    assert "meet.example" not in str(meeting.details)


def test_a_closed_location_that_can_be_joined_from_elsewhere_meets_there() -> None:
    link = {"conference_url": "https://meet.example/1"}
    closed = the_meeting(a_feed(a_record(types=["TC"], **link)))
    approximate = the_meeting(a_feed(a_record(approximate="yes", **link)))
    hybrid = the_meeting(a_feed(a_record(approximate="no", latitude="30.9", longitude=75.85, **link)))

    assert [(each.online, each.address, each.suspended) for each in (closed, approximate)] == [
        (True, "", False)
    ] * 2
    assert (hybrid.online, bool(hybrid.address), hybrid.latitude) == (True, True, 30.9)


def test_types_tell_languages_and_whom_a_meeting_is_for() -> None:
    meeting = the_meeting(a_feed(a_record(types=["C", "PUN", "HI", "Women"], regions=["Punjab", "Moga"])))

    assert (meeting.languages, meeting.requires, meeting.public) == (("pa", "hi"), ("women",), False)
    assert (meeting.details["region"], meeting.details["sub_region"]) == ("Punjab", "Moga")


@pytest.mark.parametrize(
    ("north", "east"), [("x", 1), (91, 1), (1, 181), (0, 0), (None, 1), (float("1e999"), 1), ({}, [])]
)
def test_a_position_that_is_none_is_left_out(north: Any, east: Any) -> None:
    record = json.dumps([a_record(latitude=north, longitude=east)]).replace("Infinity", "1e999")

    assert the_meeting(record).latitude is None


@pytest.mark.parametrize(
    ("feed", "format_"),
    [
        (TABLE, "csv"),
        (bmlt(), "bmlt"),
        (a_feed(a_record()).decode(), "meeting-guide"),
        ("[]", "meeting-guide"),
        ("\r\nBEGIN:VCALENDAR\r\n", "icalendar"),
    ],
)
def test_a_format_is_recognised_by_what_comes(feed: str, format_: str) -> None:
    assert recognise(feed) == format_


@pytest.mark.parametrize(
    ("feed", "says"),
    [
        (b"<!DOCTYPE html><title>404</title>", "web page"),
        (b"  <?xml version='1.0'?>", "web page"),
        (b"", "JSON array of meetings, a calendar or a table"),
        (b"Service Unavailable", "JSON array of meetings, a calendar or a table"),
        (b'{"error": "rest_forbidden", "status": 401}', "JSON is an array"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8 text"),
        (b"PK\x03\x04 and more", "zip archive"),
        (gzip.compress(b"[]", mtime=0)[:-9], "breaks off"),
        (b"\x1f\x8b\x08 no gzip", "damaged"),
        (b"[" + b" " * MAX_BYTES + b"]", "larger than 5 MiB"),
        (b'name,day,time\n"' + b"x" * 200_000, "Line"),
        ("name,day,time\n" + "A,mon,18:00\n" * 5_001, "more than 5,000 records"),
    ],
)
def test_what_is_no_feed_is_refused_with_one_sentence(feed: bytes | str, says: str) -> None:
    with pytest.raises(FeedInvalid, match=says):
        read(feed)


def test_a_packed_feed_is_unpacked_and_a_bomb_is_not() -> None:
    assert the_meeting(gzip.compress(a_feed(a_record()))).slug == "evening-hour"

    packing = zlib.compressobj(wbits=31)
    bomb = b"".join(packing.compress(bytes(2**20)) for _ in range(500)) + packing.flush()
    began = clock.monotonic()
    with pytest.raises(FeedInvalid, match="larger than 5 MiB"):
        read(bomb)
    assert clock.monotonic() - began < 1


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Café".encode("cp1252"), "Café"),
        ("ਸਾਂਝੀ ਚਾਹ".encode() + "ਚ".encode()[:2], "ਸਾਂਝੀ ਚਾਹ"),
        ("Café".encode("utf-16"), "Café"),
        (b"\xef\xbb\xbfCaf\xc3\xa9", "Café"),
        (b"\x81\x8d", "\x81\x8d"),
    ],
)
def test_a_text_is_decoded_as_its_writer_most_likely_meant(content: bytes, text: str) -> None:
    assert text_of(content) == text


def test_characters_that_deceive_are_taken_out_and_joiners_of_indic_letters_stay() -> None:
    meeting = the_meeting(a_feed(a_record(name="Ev\u202eening\u0085 \u200bHo\ufeffur क्\u200dष")))

    assert meeting.name == "Evening Hour क्\u200dष"


@pytest.mark.parametrize("format_", FORMATS)
@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=120) | st.text(max_size=120).map(str.encode))
def test_any_bytes_are_read_or_refused_as_any_format(format_: str, content: bytes) -> None:
    try:
        reading = read(content, format_)
    except FeedInvalid:
        return
    assert all(each.reason.endswith(".") for each in reading.rejected)


cells = st.text(alphabet='aZ1:;,"\n\t é', max_size=8) | st.sampled_from(["mon", "18:00", "7 pm", "Moga"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(cells, min_size=4, max_size=5).map(",".join), max_size=4).map("\n".join))
def test_any_rows_of_a_table_are_read_or_refused(rows: str) -> None:
    try:
        reading = read("name,day,time,city\n" + rows, "csv")
    except FeedInvalid:
        return
    assert len(reading.slugs) >= len({each.slug for each in reading.meetings})


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([*BMLT]), st.none() | st.text(max_size=9) | st.integers(), max_size=4))
def test_any_record_of_bmlt_is_read_or_rejected(changes: dict[str, Any]) -> None:
    reading = read(json.dumps([BMLT | changes]), "bmlt")

    assert bool(reading.meetings) != bool(reading.rejected)


def test_the_feed_of_a_demo_centre_is_taken_whole_with_position_and_language() -> None:
    reading = read(SAMPLE.read_bytes())

    assert reading.rejected == []
    assert any(each.languages == ("pa",) for each in reading.meetings)
    assert all(each.latitude for each in reading.meetings if each.address)
