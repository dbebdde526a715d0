"""Feeds, schedule and members' calendars over HTTP."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from pypdf import PdfReader
from werkzeug.test import TestResponse

from chassis.clock import utc_now
from chassis.ids import derived_id
from groups.adapters.documents import new_occurrence
from groups.adapters.stores import Stores
from groups.domain.meeting import MeetingSeries
from groups.domain.occurrence import Meeting
from tests.groups.api import ROOT, Caller
from tests.groups.samples import CENTRE, a_meeting, a_series

FEEDS = ("/meetings.json", "/bmlt/GetSearchResults", "/calendar.ics", f"/schedule.pdf?centre_id={CENTRE}")
PUNJABI, HINDI = "ਸ਼ਾਮ ਦੀ ਮੀਟਿੰਗ", "शाम की बैठक"
CLOSED: tuple[dict[str, Any], ...] = (
    {"public": False},
    {"kind": "therapy"},
    {"requires": (f"member:{CENTRE}",)},
)


def keep(stores: Stores, *series: MeetingSeries) -> None:
    stores.series.save({derived_id("kept", str(number)): each for number, each in enumerate(series)})


def get(app: Flask, path: str, **headers: str) -> TestResponse:
    return app.test_client().get(ROOT + path, headers=headers)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_anybody_reads_the_open_meetings_of_a_centre_or_of_all(app: Flask, stores: Stores) -> None:
    keep(stores, a_series(), a_series(centre_id="d" * 32, name="Elsewhere", rule="FREQ=WEEKLY;BYDAY=TU,FR"))

    everywhere, here = get(app, FEEDS[0]), get(app, f"{FEEDS[0]}?centre_id={CENTRE}")

    assert [each["name"] for each in everywhere.json or []].count("Elsewhere") == 2
    assert [each["name"] for each in here.json or []] == ["Evening Hour"]
    assert abs(
        datetime.strptime((here.json or [])[0]["updated"] + "Z", "%Y-%m-%d %H:%M:%S%z") - utc_now()
    ) < timedelta(minutes=5)


@pytest.mark.parametrize("path", FEEDS)
def test_who_has_a_feed_is_told_so_until_a_meeting_changes(app: Flask, stores: Stores, path: str) -> None:
    keep(stores, a_series())
    first = get(app, path)

    again = get(app, path, **{"If-None-Match": first.headers["ETag"]})
    keep(stores, a_series(name="Morning Hour"))
    changed = get(app, path, **{"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert (again.status_code, again.data, changed.status_code) == (304, b"", 200)


def test_nothing_closed_and_nothing_of_therapy_is_in_any_feed(app: Flask, stores: Stores) -> None:
    joining = {"conference_url": "https://secret.example/j/1", "passcode": "opensesame"}
    names = [f"Hidden {number}" for number in range(len(CLOSED))]
    closed = [
        a_series(name=name, address=f"{name} Road", **each) for name, each in zip(names, CLOSED, strict=True)
    ]
    keep(stores, a_series(name="Shown", joining=joining, online=True), *closed)

    answers = [get(app, path) for path in FEEDS]

    plain = [answer.text for answer in answers[:3]] + [text_of(answers[3].data)]
    assert not [
        each for each in plain if "Hidden" in each or "secret.example" in each or "opensesame" in each
    ]
    assert ["Shown" in each for each in plain] == [True, True, False, True]


def test_bmlt_tells_its_formats_when_asked(app: Flask, stores: Stores) -> None:
    keep(stores, a_series(types=("X",)))

    answer = get(app, "/bmlt/GetSearchResults?get_used_formats=1")

    (meeting,) = (answer.json or {})["meetings"]
    world_ids = {each["id"]: each["world_id"] for each in (answer.json or {})["formats"]}
    assert [world_ids[each] for each in meeting["format_shared_id_list"].split(",")] == ["OPEN", "WCHR"]


def test_a_schedule_shows_the_week_in_three_scripts(app: Flask, stores: Stores) -> None:
    named = [
        a_series(name=name, slug=f"s{number}")
        for number, name in enumerate(("Sunrise", PUNJABI, HINDI, "夜"))
    ]
    keep(stores, *named, a_series(rule="FREQ=MONTHLY;BYDAY=1SA", name="Long One"))

    answer = get(app, FEEDS[3])

    text = text_of(answer.data)
    assert answer.content_type == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert text.index("Monday") < text.index("Sunrise") < text.index("Saturday") < text.index("Long One")
    assert "First Saturday of the month" in text
    assert "18:00" in text
    assert {"ਸ", "ਮ", "ਗ"} <= set(text)
    assert {"श", "ब", "ठ"} <= set(text)


def test_a_schedule_has_a_bound(app: Flask, stores: Stores) -> None:
    keep(stores, *(a_series(slug=f"s{n}", rule="FREQ=DAILY", name=f"Meeting {n}") for n in range(80)))

    pages = PdfReader(io.BytesIO(get(app, FEEDS[3]).data)).pages

    assert len(pages) <= 30
    assert "There are more meetings than fit here." in pages[-1].extract_text()


def coming(**changes: Any) -> Meeting:
    starts_at = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=5)
    return a_meeting(
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), closes_at=starts_at, **changes
    )


def open_calendar(caller: Caller) -> str:
    answer = caller.post("/me/calendar", json={})
    assert answer.status_code == 201
    return str(answer.json["url"]).partition(ROOT)[2] if answer.json else ""


def test_a_member_subscribes_to_their_own_seats(app: Flask, stores: Stores) -> None:
    open_, closed, other = coming(), coming(public=False, address="Hidden Road"), coming()
    stores.rows.insert_many(map(new_occurrence, (open_, closed, other)))
    member = Caller.member(app)
    for meeting in (open_, closed):
        member.register(meeting.id)

    answer = get(app, open_calendar(member))

    events = {str(each["UID"])[:32]: each for each in Calendar.from_ical(answer.data).walk("VEVENT")}
    assert events.keys() == {open_.id, closed.id}
    assert {str(each["SUMMARY"]) for each in events.values()} == {"Meeting"}
    assert "LOCATION" in events[open_.id]
    assert "LOCATION" not in events[closed.id]
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert "Evening Hour" not in answer.text


def test_only_the_digest_of_an_address_is_kept(app: Flask, stores: Stores) -> None:
    key = open_calendar(Caller.member(app)).partition("key=")[2]

    (kept,) = stores.database["calendars"].find()

    assert len(key) >= 43
    assert key not in repr(kept)


def test_a_new_address_ends_the_one_before_and_withdrawing_ends_it(app: Flask, stores: Stores) -> None:
    member = Caller.member(app)
    first, second = open_calendar(member), open_calendar(member)

    before = [get(app, each).status_code for each in (first, second)]
    withdrawn = member.call("DELETE", "/me/calendar").status_code
    answers = [get(app, each) for each in (second, "/calendars/member.ics?key=unknown")]

    assert (before, withdrawn) == ([404, 200], 204)
    assert [(each.status_code, (each.json or {})["code"]) for each in answers] == [
        (404, "calendar-unknown")
    ] * 2
    assert member.call("DELETE", "/me/calendar").status_code == 204


def test_the_address_of_a_calendar_is_in_no_log(
    app: Flask, stores: Stores, capfd: pytest.CaptureFixture[str]
) -> None:
    path = open_calendar(Caller.member(app))
    get(app, path)

    logged = capfd.readouterr()

    assert path.partition("key=")[2] not in logged.out + logged.err
