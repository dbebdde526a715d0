"""The finder against a model that looks at every meeting, and what it never shows."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo import MongoClient
from pymongo.database import Database

from chassis.ids import derived_id
from groups.adapters.documents import new_occurrence
from groups.adapters.stores import Stores
from groups.domain.occurrence import Meeting
from groups.entrypoints.schemas.finder import FoundMeetingsPageSchema
from groups.views.finder import SOON, WINDOW, Wish, kilometres, meetings
from tests.groups.api import ROOT, Caller
from tests.groups.samples import NOW, a_meeting

ZONES = ("Asia/Kolkata", "America/New_York", "Australia/Lord_Howe")
PLACES = ((30.9, 75.85), (31.63, 74.87), (40.7, -74.0))
KINDS = ("twelve-step", "secular", "alumni")
MODES = ("in-person", "online", "hybrid")


def many() -> list[Meeting]:
    """300 meetings of two weeks, spread over every wish; the same each time."""
    found = []
    for number in range(300):
        place = PLACES[number % 3] if number % 4 else None
        mode = MODES[number % 3] if place else "online"
        starts_at = NOW - timedelta(hours=20) + timedelta(minutes=67 * number)
        found.append(
            a_meeting(
                id=derived_id("found", str(number)),
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=30 + 45 * (number % 5)),
                time_zone=ZONES[number % len(ZONES)],
                kind=KINDS[number % 7 % 3],
                mode=mode,
                online=mode != "in-person",
                languages=(("en",), ("pa", "hi"), ())[number % 5 % 3],
                latitude=place[0] if place else None,
                longitude=place[1] if place else None,
                public=number % 11 != 0,
            )
        )
    return found


MANY = many()


@pytest.fixture(scope="module")
def stored(mongo_client: MongoClient[dict[str, Any]]) -> Any:
    database = mongo_client["test-finder"]
    mongo_client.drop_database(database.name)
    Stores(database).ensure_indexes()
    database["occurrences"].insert_many(map(new_occurrence, MANY))
    yield database["occurrences"]
    mongo_client.drop_database(database.name)


def expected(wish: Wish) -> list[str]:
    """Look at every meeting, as the finder's words say."""
    fitting = (each for each in MANY if each.public and all(rule(each, wish) for rule in RULES))
    return [each.id for each in sorted(fitting, key=lambda each: (each.starts_at, each.id))]


def _in_time(meeting: Meeting, wish: Wish) -> bool:
    if wish.now:
        return meeting.ends_at > wish.at and meeting.starts_at <= wish.at + SOON
    return wish.at <= meeting.starts_at < wish.at + WINDOW


def _local(meeting: Meeting) -> datetime:
    return meeting.starts_at.astimezone(ZoneInfo(meeting.time_zone))


def _at_the_hour(meeting: Meeting, wish: Wish) -> bool:
    minutes = _local(meeting).hour * 60 + _local(meeting).minute
    return (wish.earliest or 0) <= minutes <= (24 * 60 if wish.latest is None else wish.latest)


def _near(meeting: Meeting, wish: Wish) -> bool:
    if wish.near is None:
        return True
    if meeting.latitude is None or meeting.longitude is None:
        return False
    return kilometres(wish.near, (meeting.latitude, meeting.longitude)) <= wish.km


RULES: tuple[Callable[[Meeting, Wish], bool], ...] = (
    _in_time,
    _at_the_hour,
    _near,
    lambda meeting, wish: wish.day is None or _local(meeting).isoweekday() % 7 == wish.day,
    lambda meeting, wish: wish.kind is None or meeting.kind == wish.kind,
    lambda meeting, wish: wish.mode is None or meeting.mode == wish.mode,
    lambda meeting, wish: meeting.online or not wish.online,
    lambda meeting, wish: wish.language is None or wish.language in meeting.languages,
)

WISHES = st.builds(
    Wish,
    at=st.integers(0, 60 * 24 * 9).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    now=st.booleans(),
    day=st.none() | st.integers(0, 6),
    earliest=st.none() | st.integers(0, 24 * 60 - 1),
    latest=st.none() | st.integers(0, 24 * 60 - 1),
    kind=st.none() | st.sampled_from(KINDS),
    language=st.none() | st.sampled_from(["en", "pa", "hi", "de"]),
    mode=st.none() | st.sampled_from(MODES),
    online=st.booleans(),
    near=st.none() | st.sampled_from([*PLACES, (31.0, 75.5)]),
    km=st.sampled_from([0.5, 40.0, 110.0, 200.0]),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WISHES, st.integers(1, 40))
def test_page_by_page_it_finds_what_a_look_at_every_meeting_finds(stored: Any, wish: Wish, size: int) -> None:
    found: list[str] = []
    after = None
    while page := meetings(stored, wish, after=after, limit=size):
        found += [row["id"] for row in page]
        after = (page[-1]["starts_at"], page[-1]["id"])

    assert found == expected(wish)


def soon(**changes: Any) -> Meeting:
    starts_at = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    return a_meeting(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), **changes)


def find(app: Flask, **query: Any) -> Any:
    return app.test_client().get(f"{ROOT}/finder", query_string=query)


def test_anybody_finds_an_open_meeting_with_its_seats_and_nobodys_data(
    app: Flask, database: Database[dict[str, Any]]
) -> None:
    meeting = soon(latitude=30.9, longitude=75.85)
    database["occurrences"].insert_one(new_occurrence(meeting))
    member = Caller.member(app)
    member.register(meeting.id)

    answer = find(app, now="true", lat=30.95, lng=75.85)

    (row,) = answer.json["items"]
    assert (row["id"], row["seats_left"], row["distance_km"]) == (meeting.id, meeting.capacity - 1, 5.6)
    assert FoundMeetingsPageSchema().validate(answer.json) == {}
    assert member.member_id not in answer.text
    assert answer.json["next_cursor"] is None


@pytest.mark.parametrize(
    "changes", [{"public": False}, {"kind": "therapy"}, {"requires": ("member:" + "a" * 32,)}]
)
def test_nobody_finds_what_is_closed(
    app: Flask, database: Database[dict[str, Any]], changes: dict[str, Any]
) -> None:
    database["occurrences"].insert_one(new_occurrence(soon(**changes)))

    assert find(app).json["items"] == find(app, now="true").json["items"] == []


def test_a_cancelled_meeting_is_not_found(app: Flask, database: Database[dict[str, Any]]) -> None:
    database["occurrences"].insert_one({**new_occurrence(soon()), "status": "cancelled"})

    assert find(app).json["items"] == []


def test_who_has_the_answer_is_told_so(app: Flask, database: Database[dict[str, Any]]) -> None:
    database["occurrences"].insert_one(new_occurrence(soon()))
    first = find(app)

    headers = {"If-None-Match": first.headers["ETag"]}
    again = app.test_client().get(f"{ROOT}/finder", headers=headers)
    database["occurrences"].insert_one(new_occurrence(soon()))
    changed = app.test_client().get(f"{ROOT}/finder", headers=headers)

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert (again.status_code, again.data, changed.status_code) == (304, b"", 200)


def test_a_wish_that_cannot_be_is_refused(app: Flask) -> None:
    wishes = [
        *({"day": 7}, {"earliest": "25:00"}, {"kind": "therapy"}, {"language": "pa\n"}, {"unknown": 1}),
        *({"lat": 10}, {"lat": "nan", "lng": 1}, {"lat": 1, "lng": 1, "km": 201}, {"cursor": "W10"}),
    ]

    assert [find(app, **wish).status_code for wish in wishes] == [422] * len(wishes)
