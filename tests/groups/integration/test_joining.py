"""The way to join over HTTP: to whoever has a seat, shortly before, and in no other place."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from pymongo.database import Database

from chassis.clock import utc_now
from chassis.ids import derived_id
from groups.adapters.documents import new_occurrence
from groups.domain.occurrence import Meeting
from tests.groups.api import Caller, application
from tests.groups.samples import a_meeting, a_series

SECRET = "s3cret-pass"
SERIES = derived_id("joining")
WAYS = {"conference_url": f"https://meet.example/{SECRET}", "conference_url_notes": f"Passcode {SECRET}"}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def app(database: Database[dict[str, Any]]) -> Flask:
    app = application(database)
    app.extensions["groups"].stores.series.save({SERIES: a_series(online=True, joining=WAYS)})
    return app


@pytest.fixture
def add(database: Database[dict[str, Any]]) -> Any:
    def add(starts_in: timedelta, **fields: Any) -> Meeting:
        starts_at = utc_now() + starts_in
        times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
        meeting = a_meeting(**({"series_id": SERIES, "online": True} | times | fields))
        database["occurrences"].insert_one(new_occurrence(meeting))
        return meeting

    return add


def joining(caller: Caller, meeting: Meeting) -> Any:
    return caller.get(f"/occurrences/{meeting.id}/joining")


def test_whoever_has_a_seat_sees_the_way_half_an_hour_before(app: Flask, add: Any) -> None:
    soon, member = add(29 * MINUTE), Caller.member(app)
    member.register(soon.id)
    answer = joining(member, soon)

    assert (answer.status_code, answer.json) == (200, {"ways": WAYS})
    assert answer.headers["Cache-Control"] == "no-store"


def test_before_that_the_refusal_tells_when_it_opens(app: Flask, add: Any) -> None:
    later, member = add(40 * MINUTE), Caller.member(app)
    member.register(later.id)
    answer = joining(member, later)

    assert (answer.status_code, answer.json["code"]) == (403, "link-not-yet")
    opens_at = (later.starts_at - 30 * MINUTE).isoformat(timespec="milliseconds")
    assert answer.json["opens_at"] == opens_at.replace("+00:00", "Z")
    assert SECRET not in answer.text


def test_nobody_else_learns_that_there_is_a_way(
    app: Flask, add: Any, database: Database[dict[str, Any]]
) -> None:
    soon, holder, waiting, stranger = (
        add(20 * MINUTE, capacity=1, answer_minutes=15),
        Caller.member(app),
        Caller.member(app),
        Caller.member(app),
    )
    place = holder.register(soon.id).json
    waiting.register(soon.id)
    refused = [joining(stranger, soon), joining(waiting, soon)]
    holder.cancel(soon.id, place["id"])
    assert waiting.register(soon.id).json["state"] == "promised"
    refused += [joining(waiting, soon), joining(holder, soon)]
    for change in ({"status": "cancelled"}, {"status": "scheduled", "ends_at": utc_now()}):
        database["occurrences"].update_one({"_id": soon.id}, {"$set": change})
        refused.append(joining(waiting, soon))

    assert {(each.status_code, each.json["code"]) for each in refused} == {(404, "link-unknown")}


def test_the_way_is_in_no_listing_event_or_log(
    app: Flask, add: Any, database: Database[dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)  # as the service logs; the driver below it shows whole replies
    soon, member = add(20 * MINUTE), Caller.member(app)
    member.register(soon.id)
    joining(member, soon)
    shown = [member.get(path).text for path in ("/occurrences", f"/occurrences/{soon.id}", "/registrations")]
    member.post(f"/series/{SERIES}/standing-seat")
    shown.append(member.get("/standing-seats").text)
    kept = [
        json.dumps(list(database[name].find()), default=str)
        for name in database.list_collection_names()
        if name != "series"
    ]
    events = [json.dumps(each.get("outbox"), default=str) for each in database["series"].find()]

    for text in (*shown, *kept, *events, caplog.text):
        assert SECRET not in text


def test_a_seat_is_promised_confirmed_given_back_and_restored(app: Flask, add: Any) -> None:
    meeting, holder, waiting = add(timedelta(days=1), capacity=1), Caller.member(app), Caller.member(app)
    held = holder.register(meeting.id).json["id"]
    queued = waiting.register(meeting.id).json["id"]
    path = f"/occurrences/{meeting.id}/registrations"
    early = waiting.post(f"{path}/{queued}/confirmation")
    holder.cancel(meeting.id, held)
    confirmed = waiting.post(f"{path}/{queued}/confirmation").json
    back = holder.post(f"{path}/{held}/restoration").json
    foreign = holder.post(f"{path}/{queued}/restoration")

    assert (early.status_code, early.json["code"]) == (409, "nothing-promised")
    assert (confirmed["state"], confirmed["answer_by"]) == ("confirmed", None)
    assert (back["id"], back["state"], back["position"]) == (held, "queued", 1)
    assert (foreign.status_code, foreign.json["code"]) == (404, "registration-unknown")


def test_standing_seats_are_taken_skipped_listed_and_given_up(app: Flask, add: Any) -> None:
    starts_at = (utc_now() + timedelta(days=3)).replace(microsecond=0)
    day = starts_at.date()
    add(
        timedelta(days=3),
        id=derived_id(SERIES, day.isoformat()),
        original_date=day,
        starts_at=starts_at,
        closes_at=starts_at,
    )
    member, seat = Caller.member(app), f"/series/{SERIES}/standing-seat"
    taken, again = member.post(seat), member.post(seat)
    assert (taken.status_code, again.status_code, taken.json) == (201, 200, again.json)
    (place,) = member.get("/registrations").json["items"]
    skipped = member.post(f"{seat}/skips", json={"original_date": day.isoformat()})
    assert skipped.json["skips"] == [day.isoformat()]
    assert member.get("/registrations").json["items"] == []
    listed = member.get("/standing-seats").json["items"]
    assert [(each["series_id"], each["name"], each["skips"]) for each in listed] == [
        (SERIES, "Evening Hour", [day.isoformat()])
    ]
    came = member.call("DELETE", f"{seat}/skips", query_string={"original_date": day.isoformat()})
    assert (came.json["state"], came.json["id"] == place["id"]) == ("confirmed", False)
    assert [member.call("DELETE", seat).status_code for _ in range(2)] == [204, 204]
    assert member.get("/standing-seats").json == {"items": [], "next_cursor": None}
