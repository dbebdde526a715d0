"""Sources by hand and by the scheduler: fetched when due, kept at the last good state while they fail."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from chassis.clock import utc_now
from groups.adapters.memory import InMemoryFeeds
from groups.adapters.stores import Stores
from groups.entrypoints import scheduler
from groups.handlers.sources import fetch_due_sources
from tests.groups.api import SETTINGS, Caller
from tests.groups.integration.sources.feeds import URL, Rows, add, documents, facts, fetching
from tests.groups.samples import a_feed, a_record


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


def test_the_scheduler_has_a_chore_for_sources(database: Rows, coordinator: Caller) -> None:
    source = add(coordinator)
    chore = scheduler.fetching_feeds(SETTINGS)

    assert chore(Stores(database), utc_now()) == 1
    assert coordinator.get(f"/sources/{source['id']}").json["failures"] == 1
