"""Sources over HTTP: added, shown, changed and removed by their own centre, and safe to fetch."""

from typing import Any

import pytest
from flask import Flask

from chassis.clock import utc_now
from groups.adapters.feeds import WebFeeds
from groups.adapters.memory import InMemoryFeeds
from groups.domain.source import MAX_SOURCES
from groups.handlers.sources import fetch_due_sources
from tests.groups.api import Caller, application
from tests.groups.integration.sources.feeds import OTHER, URL, Rows, add, fetching


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
