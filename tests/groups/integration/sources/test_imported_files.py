"""Files of meetings over HTTP: of any format, tried without a trace, reported and reversed."""

import time
from datetime import timedelta

import pytest

from chassis.clock import utc_now
from tests.groups.api import Caller, application
from tests.groups.integration.sources.feeds import OTHER, URL, Rows, documents
from tests.groups.samples import a_feed, a_record


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
