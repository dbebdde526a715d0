"""Sources over HTTP and by the scheduler: fetched when due, kept at the last good state while they fail."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from pymongo.database import Database

from chassis.clock import utc_now
from groups.adapters.feeds import WebFeeds
from groups.adapters.memory import InMemoryFeeds
from groups.adapters.stores import Stores
from groups.domain.source import MAX_SOURCES
from groups.entrypoints import scheduler
from groups.handlers.sources import Fetching, fetch_due_sources
from tests.groups.api import SETTINGS, Caller, application
from tests.groups.samples import a_feed, a_record

URL = "https://feeds.example/meetings.json"
OTHER = "https://feeds.example/other.json"
Rows = Database[dict[str, Any]]


@pytest.fixture
def feeds() -> InMemoryFeeds:
    return InMemoryFeeds({URL: a_feed(a_record()), OTHER: a_feed(a_record(slug="other"))})


@pytest.fixture
def app(database: Rows, feeds: InMemoryFeeds) -> Flask:
    return application(database, feeds)


@pytest.fixture
def coordinator(app: Flask) -> Caller:
    return Caller.coordinator(app)


def add(coordinator: Caller, url: str = URL, **fields: Any) -> dict[str, Any]:
    answer = coordinator.post("/sources", json={"url": url, **fields})
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def fetching(database: Rows, feeds: Any) -> Fetching:
    stores = Stores(database)
    return Fetching(
        sources=stores.sources,
        imports=stores.imports,
        feeds=feeds,
        series=stores.series,
        occurrences=stores.occurrences,
        capacity=20,
    )


def facts(database: Rows) -> list[tuple[Any, ...]]:
    names = ("added", "changed", "gone", "rejected", "outcome")
    return [
        tuple(entry["data"][name] for name in names)
        for source in database["sources"].find()
        for entry in source.get("outbox", [])
    ]


def documents(database: Rows) -> dict[str, Any]:
    return {name: list(database[name].find().sort("_id")) for name in database.list_collection_names()}


def test_a_source_is_added_shown_changed_and_removed(coordinator: Caller) -> None:
    source = add(coordinator, every_hours=6)
    path = f"/sources/{source['id']}"

    assert (source["every_hours"], source["time_zone"], source["format"]) == (6, "Asia/Kolkata", None)
    assert (source["fetched_at"], source["failing_since"], source["failures"]) == (None, None, 0)
    assert coordinator.get(path).json == source
    changed = coordinator.call("PATCH", path, json={"every_hours": 168, "format": "meeting-guide"}).json
    assert (changed["every_hours"], changed["format"], changed["time_zone"]) == (
        *(168, "meeting-guide"),
        "Asia/Kolkata",
    )
    assert [each["id"] for each in coordinator.get("/sources").json["items"]] == [source["id"]]
    assert coordinator.call("DELETE", path).status_code == 204
    assert coordinator.get("/sources").json == {"items": []}
    answers = [coordinator.get(path), coordinator.call("DELETE", path), coordinator.post(path + "/fetch")]
    assert {(each.status_code, each.json["code"]) for each in answers} == {(404, "source-unknown")}


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({"url": URL, "every_hours": 0}, "every_hours"),
        ({"url": URL, "every_hours": 169}, "every_hours"),
        ({"url": URL, "every_hours": True}, "every_hours"),
        ({"url": URL, "time_zone": "Mars"}, "time_zone"),
        ({"url": URL, "format": "pdf"}, "format"),
        ({"url": "x" * 2001}, "url"),
        ({}, "url"),
        ({"url": URL, "due_at": "now"}, "due_at"),
    ],
)
def test_a_source_that_is_wrongly_described_is_refused(
    coordinator: Caller, order: dict[str, Any], field: str
) -> None:
    answer = coordinator.post("/sources", json=order)

    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])


def test_a_centre_has_an_address_once_and_only_so_many(coordinator: Caller, feeds: InMemoryFeeds) -> None:
    add(coordinator)
    again = coordinator.post("/sources", json={"url": URL})
    assert (again.status_code, again.json["code"]) == (409, "source-exists")

    for number in range(MAX_SOURCES - 1):
        feeds.feeds[f"{URL}?{number}"] = b"[]"
        add(coordinator, f"{URL}?{number}")
    refused = coordinator.post("/sources", json={"url": OTHER})
    assert (refused.status_code, refused.json["code"]) == (409, "too-many-sources")


def test_a_source_of_another_centre_looks_as_if_there_were_none(app: Flask, coordinator: Caller) -> None:
    source = add(coordinator)
    report = coordinator.post(f"/sources/{source['id']}/fetch").json["report"]
    other = Caller.coordinator(app, "d" * 32)

    for method, path in (
        ("GET", f"/sources/{source['id']}"),
        ("DELETE", f"/sources/{source['id']}"),
        ("POST", f"/sources/{source['id']}/fetch"),
        ("GET", f"/imports/{report['id']}"),
        ("POST", f"/imports/{report['id']}/reversal"),
    ):
        assert other.call(method, path).status_code == 404
    assert other.get(f"/sources/{source['id']}/imports").json["items"] == []
    assert coordinator.get(f"/sources/{source['id']}").status_code == 200


def test_a_fetched_source_brings_meetings_once(coordinator: Caller, database: Rows) -> None:
    path = f"/sources/{add(coordinator)['id']}"
    first, second = coordinator.post(path + "/fetch").json, coordinator.post(path + "/fetch").json

    assert (first["unchanged"], first["report"]["added"]) == (False, 1)
    assert second == {"unchanged": True, "report": None}
    assert len(coordinator.get(path + "/imports").json["items"]) == 1
    assert facts(database) == [(1, 0, 0, 0, "imported")]
    shown = coordinator.get(path).json
    assert shown["fetched_at"] == shown["succeeded_at"]
    assert shown["due_at"] > shown["fetched_at"]


def test_the_scheduler_fetches_what_is_due_and_nothing_else(
    coordinator: Caller, database: Rows, feeds: InMemoryFeeds
) -> None:
    add(coordinator, every_hours=6)
    work, now = fetching(database, feeds), utc_now()

    assert fetch_due_sources(work, now) == 1
    assert fetch_due_sources(work, now + timedelta(hours=5)) == 0
    feeds.feeds[URL] = a_feed(a_record(name="New Name"))
    assert fetch_due_sources(work, now + timedelta(hours=7)) == 1
    assert {each["series"]["name"] for each in database["series"].find()} == {"New Name"}


def test_a_failing_source_keeps_the_last_good_state_says_why_and_is_tried_less_often(
    coordinator: Caller, database: Rows, feeds: InMemoryFeeds
) -> None:
    source = add(coordinator, every_hours=1)
    work, now = fetching(database, feeds), utc_now()
    fetch_due_sources(work, now)
    good = {name: documents(database)[name] for name in ("series", "occurrences")}
    waits = []
    for content in (b"<html>oops", b"<html>oops", b"[]", b"<html>oops"):
        feeds.feeds[URL] = content
        due = database["sources"].find_one({"_id": source["id"]})["due_at"]  # type: ignore[index]
        assert fetch_due_sources(work, due) == 1
        waits.append(database["sources"].find_one({"_id": source["id"]})["due_at"] - due)  # type: ignore[index]

    shown = coordinator.get(f"/sources/{source['id']}").json
    assert (shown["failures"], shown["cause"]) == (4, "A web page came instead of a feed.")
    assert shown["succeeded_at"] < shown["failing_since"] < shown["fetched_at"]
    assert waits == [timedelta(hours=hours) for hours in (1, 1, 1, 2)]
    assert {name: documents(database)[name] for name in good} == good
    assert [each[-1] for each in facts(database)] == ["imported", "failed", "failed", "failed"]
    feeds.feeds[URL] = a_feed(a_record(name="Well Again"))
    answer = coordinator.post(f"/sources/{source['id']}/fetch").json
    assert answer["report"]["changed"] == 1
    assert coordinator.get(f"/sources/{source['id']}").json["failures"] == 0


def test_a_failure_is_told_to_who_fetches_by_hand(coordinator: Caller, feeds: InMemoryFeeds) -> None:
    source = add(coordinator)
    del feeds.feeds[URL]
    answer = coordinator.post(f"/sources/{source['id']}/fetch")

    assert (answer.status_code, answer.json["code"]) == (422, "feed-unreachable")
    (report,) = coordinator.get(f"/sources/{source['id']}/imports").json["items"]
    assert (report["outcome"], report["cause"]) == ("failed", "There is no such feed.")


def test_a_source_is_fetched_by_one_at_a_time_and_taken_over_from_who_died(
    coordinator: Caller, database: Rows
) -> None:
    source, now = add(coordinator), utc_now()
    sources = Stores(database).sources
    taken = sources.take_due(now)

    assert taken is not None
    assert sources.take_due(now) is None
    refused = coordinator.post(f"/sources/{source['id']}/fetch")
    assert (refused.status_code, refused.json["code"]) == (503, "import-under-way")
    assert refused.headers["Retry-After"] == "5"
    assert sources.take_due(now + timedelta(minutes=6)) is not None


def test_schedulers_at_once_import_each_source_once(
    coordinator: Caller, database: Rows, feeds: InMemoryFeeds
) -> None:
    for number in range(8):
        feeds.feeds[f"{URL}?{number}"] = a_feed(a_record(slug=f"s{number}"))
        add(coordinator, f"{URL}?{number}")
    work, now = fetching(database, feeds), utc_now()
    with ThreadPoolExecutor(4) as schedulers:
        for _ in range(8):
            list(schedulers.map(lambda _: fetch_due_sources(work, now), range(4)))

    assert facts(database) == [(1, 0, 0, 0, "imported")] * 8
    assert database["series"].count_documents({}) == 8


def test_a_saved_address_is_checked_at_every_fetch(coordinator: Caller, database: Rows) -> None:
    source = add(coordinator)
    feeds = WebFeeds(resolve=lambda _host, _port: ["169.254.169.254"])

    assert fetch_due_sources(fetching(database, feeds), utc_now()) == 1
    shown = coordinator.get(f"/sources/{source['id']}").json
    assert shown["cause"] == "The feed's address has a host that is not on the public internet."


def test_an_address_of_an_inner_network_is_not_saved(database: Rows) -> None:
    app = application(database, WebFeeds(resolve=lambda _host, _port: ["10.0.0.1"]))
    answer = Caller.coordinator(app).post("/sources", json={"url": "http://inside.example/"})

    assert (answer.status_code, answer.json["code"]) == (422, "feed-refused")
    assert database["sources"].count_documents({}) == 0


def test_a_dry_run_leaves_the_database_as_it_is(coordinator: Caller, database: Rows) -> None:
    coordinator.post("/imports", json={"url": URL})
    before = documents(database)
    body = {"data": a_feed(a_record(name="X"), a_record(slug="n")), "content_type": "application/json"}
    by_address = coordinator.post("/imports", json={"url": OTHER, "dry_run": True}).json
    by_file = coordinator.call("POST", "/imports/file", query_string={"dry_run": "true"}, **body).json

    assert (by_address["dry_run"], by_address["added"], by_address["gone"]) == (True, 1, ["evening-hour"])
    assert by_file["meetings"][0] == {
        **{"outcome": "changed", "slug": "evening-hour", "name": "X", "fields": ["name"]}
    }
    assert documents(database) == before


def test_an_import_shows_its_rejections_page_by_page_and_can_be_reversed(coordinator: Caller) -> None:
    records = [a_record(), *(a_record(slug=f"bad-{number}", day=9) for number in range(5))]
    body = {"data": a_feed(*records), "content_type": "application/json"}
    report = coordinator.call("POST", "/imports/file", **body).json
    path, seen, cursor = f"/imports/{report['id']}", [], {}
    while True:
        page = coordinator.get(path, page_size=2, **cursor).json
        seen += page["rejected"]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}

    assert page["rejected_count"] == 5
    assert seen == report["rejected"]
    reversed_ = coordinator.post(path + "/reversal").json
    assert reversed_["reversed_at"] is not None
    assert coordinator.get(path).json["reversed_at"] == reversed_["reversed_at"]
    later = (utc_now() + timedelta(days=7)).isoformat()
    assert coordinator.get("/occurrences", to=later).json["items"] == []


def test_only_the_last_imports_of_a_source_are_kept(coordinator: Caller, database: Rows) -> None:
    for number in range(22):
        body = {"data": a_feed(a_record(name=f"Name {number}")), "content_type": "application/json"}
        report = coordinator.call("POST", "/imports/file", **body).json
    path = f"/sources/{report['source_id']}/imports"
    first = coordinator.get(path, page_size=15).json
    second = coordinator.get(path, page_size=15, cursor=first["next_cursor"]).json

    assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (15, 5, None)
    assert first["items"][0]["id"] == report["id"]
    assert database["import_states"].count_documents({}) == 20


@pytest.mark.parametrize(
    ("type_", "body"),
    [
        ("text/csv", "name,day,time,city\nEvening,Mon,7 pm,Moga\n"),
        ("application/json", '[{"id_bigint": "1", "weekday_tinyint": "2", "start_time": "18:00:00",'
         '"meeting_name": "Evening", "location_municipality": "Moga"}]'),
        ("text/calendar", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x\nDTSTART:20261123T180000\nSUMMARY:Evening\n"
         "LOCATION:Moga\nRRULE:FREQ=WEEKLY\nEND:VEVENT\nEND:VCALENDAR\n"),
    ],
)  # fmt: skip
def test_a_file_of_any_format_is_imported(coordinator: Caller, type_: str, body: str) -> None:
    report = coordinator.call("POST", "/imports/file", data=body.encode(), content_type=type_).json

    assert (report["added"], report["rejected"]) == (1, [])


def test_a_feed_of_five_thousand_meetings_is_imported_in_time(database: Rows) -> None:
    records = (
        a_record(slug=f"m{n}", day=n % 7, types=["TC"] if n % 10 else ["O"], notes="x" * 100)
        for n in range(5000)
    )
    feed, began = a_feed(*records), time.monotonic()
    coordinator = Caller.coordinator(application(database))
    report = coordinator.call("POST", "/imports/file", data=feed, content_type="application/json").json

    assert (report["added"], len(report["meetings"])) == (5000, 500)
    assert time.monotonic() - began < 25


def test_the_scheduler_has_a_chore_for_sources(database: Rows, coordinator: Caller) -> None:
    source = add(coordinator)
    chore = scheduler.fetching_feeds(SETTINGS)

    assert chore(Stores(database), utc_now()) == 1
    assert coordinator.get(f"/sources/{source['id']}").json["failures"] == 1
