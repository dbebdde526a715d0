"""Changes of a series over the API: what leaders do, and what those who registered get to know."""

from datetime import date, datetime, timedelta

from groups.adapters.stores import Stores
from groups.handlers.series import resume_due_series
from tests.groups.api import Caller
from tests.groups.scheduling import SATURDAY, dates, facts, local, scheduled, told


def test_a_changed_date_reaches_who_registered_once(
    coordinator: Caller, member: Caller, stores: Stores
) -> None:
    series = scheduled(coordinator)
    first = dates(coordinator, series["id"])[0]
    member.register(first["occurrence_id"])
    change = {"original_date": first["original_date"], "starts_at_local": local(SATURDAY, "19:30")}
    answers = [coordinator.post(f"/series/{series['id']}/changes", json=change) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [(answer.json or {})["told"] for answer in answers] == [1, 0]
    moved = member.get(f"/occurrences/{first['occurrence_id']}").json or {}
    assert moved["local_start"][11:16] == "19:30"
    assert moved["registration"]["state"] == "confirmed"
    assert told(stores, first["occurrence_id"]) == ["meeting-changed.v1"]
    assert facts(stores, series["id"]) == ["scheduled.v1", "changed.v1"]
    assert dates(coordinator, series["id"])[0]["state"] == "changed"


def test_a_cancelled_date_takes_place_after_all_when_that_is_taken_back(
    coordinator: Caller, member: Caller, stores: Stores
) -> None:
    series = scheduled(coordinator)
    first = dates(coordinator, series["id"])[0]
    member.register(first["occurrence_id"])
    path = f"/series/{series['id']}/changes"
    coordinator.post(path, json={"original_date": first["original_date"], "cancelled": True})

    assert (member.get(f"/occurrences/{first['occurrence_id']}").json or {})["status"] == "cancelled"
    assert dates(coordinator, series["id"])[0]["state"] == "cancelled"
    for _ in range(2):
        answer = coordinator.call("DELETE", f"{path}/{first['original_date']}")
        assert answer.status_code == 200
    back = member.get(f"/occurrences/{first['occurrence_id']}").json or {}
    assert (back["status"], back["registration"]["state"]) == ("scheduled", "confirmed")
    assert told(stores, first["occurrence_id"]) == ["meeting-cancelled.v1", "meeting-changed.v1"]


def test_what_a_person_called_off_stays_so(coordinator: Caller, member: Caller, stores: Stores) -> None:
    series = scheduled(coordinator)
    first = dates(coordinator, series["id"])[0]
    member.register(first["occurrence_id"])
    coordinator.post(f"/occurrences/{first['occurrence_id']}/cancellation")
    coordinator.call("PATCH", f"/series/{series['id']}", json={"time": "07:00"})

    assert (member.get(f"/occurrences/{first['occurrence_id']}").json or {})["status"] == "cancelled"
    assert told(stores, first["occurrence_id"]) == ["meeting-cancelled.v1"]


def test_this_and_all_following_keep_their_registrations(
    coordinator: Caller, member: Caller, stores: Stores
) -> None:
    series = scheduled(coordinator)
    before, at, after = dates(coordinator, series["id"])[:3]
    for each in (before, at, after):
        member.register(each["occurrence_id"])
    answer = coordinator.post(
        f"/series/{series['id']}/following",
        json={"from": at["original_date"], "time": "19:00", "address": "2 Mall Road, Ludhiana"},
    )

    assert (answer.status_code, (answer.json or {})["told"]) == (200, 2)
    assert [told(stores, each["occurrence_id"]) for each in (before, at, after)] == [
        [],
        ["meeting-changed.v1"],
        ["meeting-changed.v1"],
    ]
    shown = dates(coordinator, series["id"])
    assert [each["local_start"][11:16] for each in shown[:3]] == ["18:00", "19:00", "19:00"]
    assert [each["occurrence_id"] for each in shown[:3]] == [
        each["occurrence_id"] for each in (before, at, after)
    ]


def test_another_rule_from_a_date_on_counts_from_there(coordinator: Caller, member: Caller) -> None:
    series = scheduled(coordinator)
    third = dates(coordinator, series["id"])[2]
    member.register(third["occurrence_id"])
    coordinator.post(
        f"/series/{series['id']}/following",
        json={"from": third["original_date"], "rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"},
    )

    shown = [date.fromisoformat(each["original_date"]) for each in dates(coordinator, series["id"])]
    weeks = [0, 7, 15, 29, 43]
    assert [(day - SATURDAY).days for day in shown[:5]] == weeks[: len(shown)]
    assert (member.get(f"/occurrences/{third['occurrence_id']}").json or {})["status"] == "cancelled"


def test_a_change_of_all_ends_what_was_different_from_a_date_on(coordinator: Caller) -> None:
    series = scheduled(coordinator)
    third = dates(coordinator, series["id"])[2]
    path = f"/series/{series['id']}"
    coordinator.post(f"{path}/following", json={"from": third["original_date"], "time": "19:00"})
    answer = coordinator.call("PATCH", path, json={"time": "20:00", "name": "Late People"})

    assert (answer.json or {})["segments"] == []
    assert {each["local_start"][11:16] for each in dates(coordinator, series["id"])} == {"20:00"}


def test_an_extra_date_is_made_and_taken_back(coordinator: Caller, member: Caller) -> None:
    series = scheduled(coordinator)
    sunday = SATURDAY + timedelta(days=1)
    path = f"/series/{series['id']}/changes"
    answer = coordinator.post(path, json={"original_date": sunday.isoformat(), "extra": True})
    extra = dates(coordinator, series["id"])[1]

    assert (answer.status_code, extra["state"]) == (200, "extra")
    assert member.get(f"/occurrences/{extra['occurrence_id']}").status_code == 200
    coordinator.call("DELETE", f"{path}/{sunday.isoformat()}")
    assert member.get(f"/occurrences/{extra['occurrence_id']}").status_code == 404


def test_a_pause_ends_by_itself_on_its_day(coordinator: Caller, member: Caller, stores: Stores) -> None:
    series = scheduled(coordinator)
    first, second, third = dates(coordinator, series["id"])[:3]
    for each in (first, third):
        member.register(each["occurrence_id"])
    resumes_on = second["original_date"]
    answer = coordinator.post(f"/series/{series['id']}/suspension", json={"resumes_on": resumes_on})

    assert ((answer.json or {})["suspended"], (answer.json or {})["told"]) == (True, 1)
    assert told(stores, first["occurrence_id"]) == ["meeting-cancelled.v1"]
    assert told(stores, third["occurrence_id"]) == []
    early = datetime.fromisoformat(f"{resumes_on}T00:00+05:30") - timedelta(minutes=1)
    assert resume_due_series(stores.series, early) == 0
    assert [resume_due_series(stores.series, early + timedelta(minutes=1)) for _ in range(2)] == [1, 0]
    assert facts(stores, series["id"]) == ["scheduled.v1", "suspended.v1", "resumed.v1"]
    assert not stores.series.get(series["id"]).suspended


def test_a_pause_is_ended_early_and_its_dates_come_back(
    coordinator: Caller, member: Caller, stores: Stores
) -> None:
    series = scheduled(coordinator)
    first = dates(coordinator, series["id"])[0]
    member.register(first["occurrence_id"])
    coordinator.post(f"/series/{series['id']}/suspension")
    assert {each["state"] for each in dates(coordinator, series["id"])} == {"suspended"}
    answer = coordinator.call("DELETE", f"/series/{series['id']}/suspension")

    assert (answer.json or {})["told"] == 1
    assert told(stores, first["occurrence_id"]) == ["meeting-cancelled.v1", "meeting-changed.v1"]


def test_an_ended_series_has_no_dates_and_changes_no_more(coordinator: Caller, stores: Stores) -> None:
    series = scheduled(coordinator)
    answer = coordinator.post(f"/series/{series['id']}/end")
    again = coordinator.call("PATCH", f"/series/{series['id']}", json={"name": "Nobody"})

    assert answer.status_code == 200
    assert stores.rows.count_documents({"series_id": series["id"]}) == 0
    assert (again.status_code, (again.json or {})["code"]) == (409, "series-over")
    assert facts(stores, series["id"]) == ["scheduled.v1", "ended.v1"]
