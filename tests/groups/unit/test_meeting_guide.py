"""Meeting Guide records: what dirty feeds may write, and what is rejected with line, field and reason."""

from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.feeds.described import Described, Reading, Record, Terms
from groups.domain.feeds.formats import FORMATS, read_feed, read_records
from groups.domain.meeting_types import LABELS
from tests.groups.samples import NOW, a_feed, a_record

TERMS = Terms(time_zone="Asia/Kolkata", at=NOW)


def read(*records: Any) -> Reading:
    return read_feed(a_feed(*records), TERMS, "meeting-guide")


def the_series(**changes: Any) -> Described:
    reading = read(a_record(**changes))
    assert reading.rejected == []
    return reading.meetings[0]


def the_rejected_field(**changes: Any) -> str:
    reading = read(a_record(**changes))
    assert reading.meetings == []
    (rejection,) = reading.rejected
    assert rejection.line == 2
    assert rejection.reason.endswith(".")
    return rejection.field


def test_a_right_record_is_a_series() -> None:
    series = the_series()

    assert (series.slug, series.name, series.rule) == ("evening-hour", "Evening Hour", "FREQ=WEEKLY;BYDAY=MO")
    assert (series.time, series.duration) == (time(18, 0), timedelta(minutes=90))
    assert (series.time_zone, series.capacity, series.types) == ("Asia/Kolkata", None, ("O",))
    assert not series.suspended


@pytest.mark.parametrize("day", [1, "1", "Monday", "monday", " MONDAY ", "Mon", [1], ["Monday"], ["mon", 1]])
def test_a_weekday_may_be_written_in_many_ways(day: Any) -> None:
    assert the_series(day=day).rule == "FREQ=WEEKLY;BYDAY=MO"


def test_several_weekdays_are_a_series_each() -> None:
    reading = read(a_record(day=["Friday", 1, "sun"]))

    assert [(each.rule[-2:], each.part) for each in reading.meetings] == [("SU", 0), ("MO", 1), ("FR", 2)]


def test_older_names_of_fields_are_understood() -> None:
    record = a_record(
        name=..., meeting="Old Name", time=..., start_time="18:00:00", formatted_address=..., zip=141001,
        address="1 Canal Road", city="Ludhiana", location_name="Town Hall",
    )  # fmt: skip
    (series,) = read(record).meetings

    assert (series.name, series.time) == ("Old Name", time(18, 0))
    assert series.address == "1 Canal Road, Ludhiana, 141001"
    assert series.details["location"] == "Town Hall"


def test_the_proper_name_of_a_field_wins() -> None:
    assert the_series(meeting="Old Name").name == "Evening Hour"


def test_markup_in_texts_is_read_as_text() -> None:
    series = the_series(name="Hope &amp; <b>Strength</b><br>Group", notes="Ring<br/>twice &lt;3")

    assert series.name == "Hope & Strength Group"
    assert series.details["notes"] == "Ring\ntwice <3"


@pytest.mark.parametrize(
    ("end", "minutes"),
    [(..., 60), ("19:00", 60), ("00:30", 390), ("18:00", 60), ("17:59", 24 * 60 - 1), ("19:15:00", 75)],
)
def test_a_meeting_ends_when_it_says_or_after_an_hour(end: Any, minutes: int) -> None:
    assert the_series(end_time=end).duration == timedelta(minutes=minutes)


def test_a_missing_time_zone_is_the_default() -> None:
    assert the_series(timezone=...).time_zone == "Asia/Kolkata"


def test_a_temporarily_closed_meeting_is_suspended() -> None:
    assert the_series(types=["TC", "D"]).suspended


def test_seats_may_be_named() -> None:
    assert the_series(capacity=7).capacity == 7


def test_codes_that_are_none_are_left_out() -> None:
    assert the_series(types=["o", "ONL", 7, None, "not a code!", "O"]).types == ("O", "ONL")


def test_links_and_passcodes_stay_apart_from_what_is_shown() -> None:
    series = the_series(conference_url="https://meet.example/1", conference_url_notes="Passcode 77")

    assert series.online
    assert series.joining == {
        "conference_url": "https://meet.example/1",
        "conference_url_notes": "Passcode 77",
    }
    assert "77" not in str(series.details)


def test_unknown_fields_of_a_record_are_tolerated() -> None:
    assert the_series(something={"deep": [1]}, latitude="x").slug == "evening-hour"


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("slug", {"slug": ...}),
        ("slug", {"slug": "with space"}),
        ("slug", {"slug": "x" * 65}),
        ("slug", {"slug": True}),
        ("slug", {"slug": ["x"]}),
        ("name", {"name": ...}),
        ("name", {"name": "x" * 256}),
        ("name", {"name": "<br>"}),
        ("name", {"name": {"en": "x"}}),
        ("name", {"name": "half \ud83d"}),
        ("day", {"day": ...}),
        ("day", {"day": 7}),
        ("day", {"day": -1}),
        ("day", {"day": True}),
        ("day", {"day": 1.5}),
        ("day", {"day": "Someday"}),
        ("day", {"day": []}),
        ("day", {"day": [1] * 8}),
        ("day", {"day": 10**40}),
        ("time", {"time": ...}),
        ("time", {"time": "24:00"}),
        ("time", {"time": "6 pm"}),
        ("time", {"time": 18}),
        ("time", {"time": "١٨:٠٠"}),
        ("end_time", {"end_time": "late"}),
        ("timezone", {"timezone": "Asia/Atlantis"}),
        ("timezone", {"timezone": "America"}),
        ("timezone", {"timezone": "../../etc/passwd"}),
        ("timezone", {"timezone": 5}),
        ("address", {"formatted_address": ...}),
        ("formatted_address", {"formatted_address": "x" * 501}),
        ("types", {"types": "O"}),
        ("types", {"types": ["O"] * 51}),
        ("capacity", {"capacity": 0}),
        ("capacity", {"capacity": 1001}),
        ("capacity", {"capacity": "20"}),
        ("capacity", {"capacity": True}),
        ("conference_url", {"conference_url": "javascript:alert(1)"}),
    ],
)
def test_a_wrong_field_rejects_the_record_by_name(field: str, changes: dict[str, Any]) -> None:
    assert the_rejected_field(**changes) == field


def test_a_rejected_record_does_not_stop_the_others() -> None:
    reading = read("text", a_record(slug="a", day=9), None, a_record(slug="b"), [1])

    assert [each.slug for each in reading.meetings] == ["b"]
    assert [(each.slug, each.field) for each in reading.rejected] == [
        (None, "record"),
        ("a", "day"),
        (None, "record"),
        (None, "record"),
    ]


def test_the_second_record_of_a_slug_is_rejected() -> None:
    reading = read(a_record(), a_record(name="Twin"))

    assert [each.name for each in reading.meetings] == ["Evening Hour"]
    assert [(each.slug, each.field) for each in reading.rejected] == [("evening-hour", "slug")]


def test_no_reason_repeats_a_value() -> None:
    number = "+919876543210"
    for field in ("slug", "name", "day", "time", "end_time", "timezone", "types", "conference_url"):
        reading = read(a_record(**{field: {number: number}}))
        assert number not in "".join(each.reason + each.field for each in reading.rejected)


def test_every_type_code_has_a_label() -> None:
    assert LABELS["TC"] == "Location Temporarily Closed"
    assert len(LABELS) > 70


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*a_record(), "capacity", "notes", "zip", "meeting"]), JSON))
def test_any_record_is_read_or_rejected(changes: dict[str, Any]) -> None:
    reading = read_records([Record(1, a_record() | changes)], FORMATS["meeting-guide"], TERMS)

    assert bool(reading.meetings) != bool(reading.rejected)
