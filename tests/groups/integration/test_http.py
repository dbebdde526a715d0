"""The API as its callers see it, on a real MongoDB."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from pymongo.database import Database

from chassis.clock import utc_now
from chassis.ids import new_id
from groups.adapters.documents import new_occurrence
from groups.domain.occurrence import OUTBOX_BOUND, Meeting
from groups.domain.place import REGISTRATIONS_EACH
from tests.groups.api import Caller, application
from tests.groups.samples import CENTRE, a_feed, a_meeting, a_record
from tests.groups.worlds import some_facts

FEED_URL = "https://centre.example/meetings.json"


@pytest.fixture
def app(database: Database[dict[str, Any]]) -> Flask:
    return application(database, {FEED_URL: a_feed(a_record())})


@pytest.fixture
def add(database: Database[dict[str, Any]]) -> Any:
    def add(starts_in: timedelta = timedelta(days=1), **fields: Any) -> Meeting:
        starts_at = utc_now().replace(second=0, microsecond=0) + starts_in
        times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
        meeting = a_meeting(**(times | fields))
        database["occurrences"].insert_one(new_occurrence(meeting))
        return meeting

    return add


def test_a_place_is_created_once_and_told_again(app: Flask, add: Any) -> None:
    meeting, member = add(), Caller.member(app)
    first, again = member.register(meeting.id), member.register(meeting.id)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert first.json == {
        "id": first.json["id"],
        "occurrence_id": meeting.id,
        "state": "confirmed",
        "position": None,
        "starts_at": meeting.starts_at.isoformat().replace("+00:00", "Z"),
        "answer_by": None,
    }


def test_the_queue_and_the_promotion_are_seen_in_the_listing(app: Flask, add: Any) -> None:
    meeting = add(capacity=1)
    first, second = Caller.member(app), Caller.member(app)
    seat = first.register(meeting.id).json["id"]
    second.register(meeting.id)

    row = second.get(f"/occurrences/{meeting.id}").json
    assert (row["seats_left"], row["queue_length"]) == (0, 1)
    assert (row["registration"]["state"], row["registration"]["position"]) == ("queued", 1)
    assert first.cancel(meeting.id, seat).json == {"id": seat, "state": "cancelled"}
    assert first.cancel(meeting.id, seat).json == {"id": seat, "state": "cancelled"}
    mine = second.get("/registrations").json["items"]
    assert [(each["state"], each["occurrence"]["id"]) for each in mine] == [("promised", meeting.id)]
    assert first.get("/registrations").json == {"items": []}


def test_a_refusal_has_a_code_to_act_on(app: Flask, add: Any) -> None:
    member = Caller.member(app)
    started, called_off = add(timedelta(minutes=-5)), add()
    Caller.coordinator(app).post(f"/occurrences/{called_off.id}/cancellation")
    cancelled = add()
    member.cancel(cancelled.id, member.register(cancelled.id, "key").json["id"])
    refusals = [
        member.register(new_id()),
        member.register(started.id),
        member.register(called_off.id),
        member.register(cancelled.id, "key"),
        member.cancel(cancelled.id, new_id()),
        member.get(f"/occurrences/{new_id()}"),
    ]

    assert [(each.status_code, each.json["code"]) for each in refusals] == [
        (404, "occurrence-unknown"),
        (409, "registration-closed"),
        (409, "meeting-cancelled"),
        (409, "registration-cancelled"),
        (404, "registration-unknown"),
        (404, "occurrence-unknown"),
    ]


def test_who_changes_too_often_is_told_so(app: Flask, add: Any) -> None:
    meeting, member = add(), Caller.member(app)
    for _ in range(REGISTRATIONS_EACH):
        member.cancel(meeting.id, member.register(meeting.id).json["id"])
    answer = member.register(meeting.id)

    assert (answer.status_code, answer.json["code"]) == (409, "too-many-changes")


def test_a_meeting_with_too_much_to_tell_asks_to_be_tried_again(
    app: Flask, add: Any, database: Database[dict[str, Any]]
) -> None:
    meeting, member = add(), Caller.member(app)
    database["occurrences"].update_one(
        {"_id": meeting.id}, {"$set": {"outbox": some_facts(OUTBOX_BOUND), "sequence": OUTBOX_BOUND}}
    )
    answer = member.register(meeting.id)

    assert (answer.status_code, answer.json["code"]) == (503, "busy-try-again")
    assert answer.headers["Retry-After"] == "5"


@pytest.mark.parametrize("key", ["x" * 65, "with space", "ключ".encode().decode("latin-1"), "\x7f"])
def test_a_misshaped_key_is_refused(app: Flask, add: Any, key: str) -> None:
    answer = Caller.member(app).register(add().id, key)

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["Idempotency-Key"])


def test_pages_follow_each_other_in_the_order_of_time(app: Flask, add: Any) -> None:
    same = [add(timedelta(days=2)) for _ in range(3)]
    expected = [add(timedelta(days=1)), *sorted(same, key=lambda each: each.id), add(timedelta(days=3))]
    add(timedelta(days=20))
    member, seen, cursor = Caller.member(app), [], None
    for _ in range(10):
        page = member.get("/occurrences", page_size=2, **({"cursor": cursor} if cursor else {})).json
        seen += [row["id"] for row in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert seen == [each.id for each in expected]


def test_a_listing_can_be_of_one_centre_and_of_a_time(app: Flask, add: Any) -> None:
    member, now = Caller.member(app), utc_now()
    here, there = add(timedelta(days=30)), add(timedelta(days=30), centre_id="d" * 32)
    span = {"from": (now + timedelta(days=20)).isoformat(), "to": (now + timedelta(days=40)).isoformat()}

    both = member.get("/occurrences", **span).json["items"]
    assert {row["id"] for row in both} == {here.id, there.id}
    only = member.get("/occurrences", centre_id=CENTRE, **span).json["items"]
    assert [row["id"] for row in only] == [here.id]
    assert datetime.fromisoformat(only[0]["local_start"]) == here.starts_at
    assert only[0]["local_start"].endswith("+05:30")


@pytest.mark.parametrize(
    ("field", "query"),
    [
        ("to", {"from": "2026-01-01T00:00:00Z", "to": "2026-03-05T00:00:00Z"}),
        ("to", {"from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z"}),
        ("from", {"from": "yesterday"}),
        ("from", {"from": "2026-01-01T00:00:00"}),
        ("centre_id", {"centre_id": "x"}),
        ("page_size", {"page_size": 101}),
        ("cursor", {"cursor": "nonsense"}),
        ("cursor", {"cursor": "WzEsMl0"}),
        ("unknown", {"unknown": 1}),
    ],
)
def test_a_wrong_filter_is_named(app: Flask, field: str, query: dict[str, Any]) -> None:
    answer = Caller.member(app).get("/occurrences", **query)

    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])


@pytest.mark.parametrize("since", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
def test_the_ends_of_the_calendar_are_no_trouble(app: Flask, since: str) -> None:
    assert Caller.member(app).get("/occurrences", **{"from": since}).json["items"] == []


def test_a_member_neither_imports_nor_calls_off(app: Flask, add: Any) -> None:
    member = Caller.member(app)

    assert member.post("/imports", json={"url": FEED_URL}).status_code == 403
    assert member.post("/imports/file", json=[]).status_code == 403
    assert member.post(f"/occurrences/{add().id}/cancellation").status_code == 403


def test_a_coordinator_acts_for_their_own_centre_only(app: Flask, add: Any) -> None:
    meeting, other, nobody = add(), Caller.coordinator(app, "d" * 32), Caller.coordinator(app, None)
    answers = [
        other.post(f"/occurrences/{meeting.id}/cancellation"),
        nobody.post(f"/occurrences/{meeting.id}/cancellation"),
        nobody.post("/imports/file", json=[]),
    ]
    assert [(each.status_code, each.json["code"]) for each in answers] == [(403, "not-of-your-centre")] * 3

    own = Caller.coordinator(app).post(f"/occurrences/{meeting.id}/cancellation")
    assert own.json == {"id": meeting.id, "status": "cancelled"}


def test_a_feed_is_imported_by_its_address_and_as_a_file(app: Flask) -> None:
    coordinator = Caller.coordinator(app)
    by_address = coordinator.post("/imports", json={"url": FEED_URL})
    as_file = coordinator.post("/imports/file", data=a_feed(a_record()), content_type="application/json")

    assert (by_address.status_code, as_file.status_code) == (200, 200)
    counts = {"added": 1, "changed": 0, "unchanged": 0, "told": 0, "gone": [], "rejected": []}
    assert by_address.json | counts == by_address.json
    assert (as_file.json["added"], as_file.json["unchanged"]) == (0, 1)
    span = {"to": (utc_now() + timedelta(days=60)).isoformat()}
    rows = coordinator.get("/occurrences", page_size=100, **span).json["items"]
    assert len(rows) == 8
    assert rows[0]["types"] == [{"code": "O", "label": "Open"}]


def test_an_import_option_is_the_time_zone_of_records_without_one(app: Flask) -> None:
    coordinator = Caller.coordinator(app)
    body = {"data": a_feed(a_record(timezone=...)), "content_type": "application/json"}
    coordinator.call("POST", "/imports/file", query_string={"time_zone": "Europe/London"}, **body)

    span = {"to": (utc_now() + timedelta(days=10)).isoformat()}
    assert coordinator.get("/occurrences", **span).json["items"][0]["time_zone"] == "Europe/London"
    refused = coordinator.call("POST", "/imports/file", query_string={"time_zone": "Mars"}, **body)
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["time_zone"])


@pytest.mark.parametrize(
    ("status", "code", "request_"),
    [
        (422, "feed-invalid", {"data": b"{}", "content_type": "application/json"}),
        (422, "feed-invalid", {"data": b"[" * 60_000, "content_type": "application/json"}),
        (415, "content-type-unsupported", {"data": b"[]", "content_type": "text/plain"}),
        (413, "body-too-large", {"data": b" " * (5 * 1024**2 + 1), "content_type": "application/json"}),
    ],
)
def test_a_file_that_is_no_feed_is_refused(
    app: Flask, status: int, code: str, request_: dict[str, Any]
) -> None:
    answer = Caller.coordinator(app).post("/imports/file", **request_)

    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_a_feed_of_more_than_the_usual_body_is_taken(app: Flask) -> None:
    feed = a_feed(*(a_record(slug=f"s{number}", types=["TC"], notes="x" * 2000) for number in range(100)))
    answer = Caller.coordinator(app).post("/imports/file", data=feed, content_type="application/json")

    assert len(feed) > 200_000
    assert answer.json["added"] == 100


def test_passcodes_and_links_appear_in_no_answer(app: Flask, database: Database[dict[str, Any]]) -> None:
    coordinator = Caller.coordinator(app)
    feed = a_feed(a_record(conference_url="https://meet.example/s3cret", conference_url_notes="s3cret"))
    coordinator.post("/imports/file", data=feed, content_type="application/json")
    span = {"to": (utc_now() + timedelta(days=10)).isoformat()}
    listing = coordinator.get("/occurrences", **span)
    coordinator.register(listing.json["items"][0]["id"])

    assert listing.json["items"][0]["online"] is True
    assert b"s3cret" not in listing.data
    assert "s3cret" not in str(list(database["occurrences"].find()))
    assert "s3cret" in str(list(database["series"].find()))


def test_listings_use_an_index(app: Flask, add: Any, database: Database[dict[str, Any]]) -> None:
    where = {"starts_at": {"$gte": utc_now()}}
    plan = database["occurrences"].find(where).sort([("starts_at", 1), ("_id", 1)]).limit(20).explain()

    assert "IXSCAN" in str(plan["queryPlanner"]["winningPlan"])
    assert "'SORT'" not in str(plan["queryPlanner"]["winningPlan"])
