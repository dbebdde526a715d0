"""Series over the API, on a real database: what leaders do, and what those who registered get to know."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from pymongo.database import Database

from chassis.clock import utc_now
from chassis.ids import new_id
from groups.adapters.stores import Stores
from groups.domain.group import Kind
from groups.handlers.series import resume_due_series
from tests.groups.api import Caller, application, token
from tests.groups.casts import a_group, created
from tests.groups.samples import CENTRE

TODAY = utc_now().date()
SATURDAY = TODAY + timedelta(days=(5 - TODAY.weekday()) % 7 + 7)
OTHER_CENTRE = "d" * 32


@pytest.fixture
def app(database: Database[dict[str, Any]]) -> Flask:
    return application(database)


@pytest.fixture
def stores(database: Database[dict[str, Any]]) -> Stores:
    return Stores(database)


@pytest.fixture
def coordinator(app: Flask) -> Caller:
    return Caller.coordinator(app)


@pytest.fixture
def member(app: Flask) -> Caller:
    return Caller.member(app)


def described(**changes: Any) -> dict[str, Any]:
    fields = {
        "name": "Saturday People",
        "rule": "FREQ=WEEKLY;BYDAY=SA",
        "starts_on": SATURDAY.isoformat(),
        "time": "18:00",
        "duration_minutes": 90,
        "time_zone": "Asia/Kolkata",
        "address": "1 Canal Road, Ludhiana",
        "capacity": 20,
    }
    return {name: value for name, value in (fields | changes).items() if value is not ...}


def scheduled(caller: Caller, **changes: Any) -> dict[str, Any]:
    answer = caller.post("/series", json=described(**changes))
    assert answer.status_code == 201, answer.json
    return dict(answer.json or {})


def dates(caller: Caller, series_id: str, **query: Any) -> list[dict[str, Any]]:
    answer = caller.get(f"/series/{series_id}/dates", **query)
    assert answer.status_code == 200, answer.json
    return list((answer.json or {})["items"])


def told(stores: Stores, occurrence_id: str) -> list[str]:
    found = stores.rows.find_one({"_id": occurrence_id}) or {}
    types = [entry["type"].removeprefix("groups.registration.") for entry in found["outbox"]]
    return [each for each in types if each.startswith("meeting")]


def facts(stores: Stores, series_id: str) -> list[str]:
    found = stores.database["series"].find_one({"_id": series_id}) or {}
    return [entry["type"].removeprefix("groups.series.") for entry in found["outbox"]]


def local(day: date, clock: str) -> str:
    return f"{day.isoformat()}T{clock}"


def test_a_biweekly_hybrid_series_is_scheduled_with_its_dates(coordinator: Caller, stores: Stores) -> None:
    answer = scheduled(
        coordinator,
        rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
        joining={"conference_url": "https://meet.example/abc", "conference_url_notes": "Passcode 1234"},
    )

    assert (answer["mode"], answer["told"], answer["clashes"]) == ("hybrid", 0, [])
    assert answer["starts_on"] == SATURDAY.isoformat()
    found = dates(coordinator, answer["id"])
    days = [SATURDAY + timedelta(weeks=2 * number) for number in range(4)]
    assert [each["original_date"] for each in found[:4]] == [day.isoformat() for day in days]
    made = [each["_id"] for each in stores.rows.find({"series_id": answer["id"]}).sort("starts_at")]
    assert made == [each["occurrence_id"] for each in found][: len(made)]
    assert facts(stores, answer["id"]) == ["scheduled.v1"]
    assert "meet.example" not in str(list(stores.rows.find()))


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


def test_there_are_never_fewer_seats_than_taken(app: Flask, coordinator: Caller, stores: Stores) -> None:
    series = scheduled(coordinator, capacity=3)
    first, second = dates(coordinator, series["id"])[:2]
    for _ in range(2):
        Caller.member(app).register(first["occurrence_id"])
    path = f"/series/{series['id']}"
    refused = [
        coordinator.call("PATCH", path, json={"capacity": 1}),
        coordinator.post(f"{path}/changes", json={"original_date": first["original_date"], "capacity": 1}),
    ]
    taken = coordinator.post(
        f"{path}/changes", json={"original_date": second["original_date"], "capacity": 1}
    )

    assert [(each.status_code, (each.json or {})["code"]) for each in refused] == [
        (409, "capacity-taken")
    ] * 2
    assert taken.status_code == 200
    assert facts(stores, series["id"]) == ["scheduled.v1", "changed.v1"]


def test_rooms_that_clash_are_told_and_not_refused(coordinator: Caller) -> None:
    first = scheduled(coordinator)
    second = scheduled(coordinator, name="Others", time="19:00")
    elsewhere = scheduled(coordinator, time="19:00", address="2 Mall Road, Ludhiana")
    later = scheduled(coordinator, time="20:30")

    assert {each["other_series_id"] for each in second["clashes"]} == {first["id"]}
    assert len(second["clashes"]) >= 7
    assert elsewhere["clashes"] == []
    assert {each["other_series_id"] for each in later["clashes"]} == set()


def test_a_key_schedules_one_series_however_often_it_is_sent(coordinator: Caller, stores: Stores) -> None:
    headers = {"Idempotency-Key": "a-key-of-mine"}
    answers = [coordinator.post("/series", json=described(), headers=headers) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert len({(answer.json or {})["id"] for answer in answers}) == 1
    assert stores.database["series"].count_documents({}) == 1


def test_a_facilitator_schedules_for_their_group_and_nobody_else_does(
    app: Flask, coordinator: Caller, member: Caller, stores: Stores
) -> None:
    facilitator_id = new_id()
    facilitator = Caller(app, facilitator_id, token(facilitator_id, "member"))
    group = created(stores, a_group(Kind.MENTOR_CIRCLE, open=False, facilitators=(facilitator_id,)))
    series = scheduled(facilitator, group_id=group.id)

    assert (series["kind"], series["public"], series["requires"]) == (
        "mentor-circle",
        False,
        [f"member:{group.id}"],
    )
    assert (series["centre_id"], series["languages"]) == (CENTRE, ["en", "pa"])
    assert coordinator.get(f"/series/{series['id']}").status_code == 200
    strangers = [member, Caller.coordinator(app, OTHER_CENTRE)]
    for stranger in strangers:
        assert stranger.get(f"/series/{series['id']}").status_code == 404
        assert stranger.post("/series", json=described(group_id=group.id)).status_code == 404
        assert stranger.get("/series", group_id=group.id).status_code == 404
    assert member.post("/series", json=described()).status_code == 403
    assert member.get("/series").status_code == 403
    assert [each["id"] for each in (facilitator.get("/series", group_id=group.id).json or {})["items"]] == [
        series["id"]
    ]


def test_whom_a_groups_meetings_are_for_only_its_group_says(coordinator: Caller, stores: Stores) -> None:
    group = created(stores, a_group(Kind.MENTOR_CIRCLE))
    series = scheduled(coordinator, group_id=group.id)
    refused = [
        coordinator.call("PATCH", f"/series/{series['id']}", json=changes)
        for changes in ({"public": False}, {"requires": ["women"]}, {"kind": "secular"})
    ]

    assert {(each.json or {})["code"] for each in refused} == {"series-inconsistent"}
    assert coordinator.post("/series", json=described(kind="therapy")).status_code == 422


def test_another_centres_coordinator_changes_nothing(app: Flask, coordinator: Caller) -> None:
    series = scheduled(coordinator)
    stranger = Caller.coordinator(app, OTHER_CENTRE)
    path = f"/series/{series['id']}"
    answers = [
        stranger.call("PATCH", path, json={"name": "Mine"}),
        stranger.post(f"{path}/end"),
        stranger.get(f"{path}/dates"),
        stranger.call("DELETE", f"{path}/changes/{SATURDAY.isoformat()}"),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert stranger.get(f"/series/{new_id()}").status_code == 404


def test_a_centres_series_come_in_pages(coordinator: Caller) -> None:
    ids = {scheduled(coordinator, name=f"Number {number}")["id"] for number in range(3)}
    first = coordinator.get("/series", page_size=2).json or {}
    second = coordinator.get("/series", page_size=2, cursor=first["next_cursor"]).json or {}

    assert [len(first["items"]), len(second["items"])] == [2, 1]
    assert {each["id"] for page in (first, second) for each in page["items"]} == ids
    assert second["next_cursor"] is None


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"rule": "FREQ=SECONDLY"}, "rule-invalid"),
    ({"rule": "FREQ=DAILY;COUNT=1000000"}, "rule-invalid"),
    ({"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "rule-invalid"),
    ({"rule": "FREQ=DAILY;UNTIL=20200101"}, "rule-invalid"),
    ({"rule": "FREQ=DAILY;X-MOON=FULL"}, "rule-invalid"),
    ({"rule": "FREQ=DAILY;BYMONTHDAY=" + "1," * 500}, "input-invalid"),
    ({"time_zone": "Mars/Olympus"}, "input-invalid"),
    ({"time": "25:00"}, "input-invalid"),
    ({"duration_minutes": 0}, "input-invalid"),
    ({"duration_minutes": -30}, "input-invalid"),
    ({"duration_minutes": 100_000}, "input-invalid"),
    ({"capacity": 0}, "input-invalid"),
    ({"starts_on": "2026-02-30"}, "input-invalid"),
    ({"name": "Sat\x00urday"}, "input-invalid"),
    ({"name": "Evening \u202egninevE"}, "input-invalid"),
    ({"address": ...}, "series-inconsistent"),
    ({"latitude": 30.9}, "series-inconsistent"),
    ({"standing_capacity": 21}, "series-inconsistent"),
    ({"joining": {"conference_url": "javascript:alert(1)"}}, "input-invalid"),
    ({"moon": "full"}, "input-invalid"),
]


def test_what_cannot_be_is_refused_and_nothing_is_made(coordinator: Caller, stores: Stores) -> None:
    for changes, code in REFUSED:
        answer = coordinator.post("/series", json=described(**changes))
        assert (changes, (answer.json or {})["code"], answer.status_code) == (changes, code, 422)

    assert stores.database["series"].count_documents({}) == 0
    assert stores.rows.count_documents({}) == 0


NO_CHANGES: list[tuple[dict[str, Any], str]] = [
    ({"original_date": (SATURDAY + timedelta(days=1)).isoformat()}, "date-not-in-series"),
    ({"original_date": (SATURDAY - timedelta(weeks=4)).isoformat()}, "date-not-in-series"),
    ({"original_date": SATURDAY.isoformat(), "extra": True}, "series-inconsistent"),
    (
        {"original_date": SATURDAY.isoformat(), "starts_at_local": "2020-01-01T10:00"},
        "series-inconsistent",
    ),
    (
        {
            "original_date": SATURDAY.isoformat(),
            "starts_at_local": local(SATURDAY + timedelta(days=40), "10:00"),
        },
        "series-inconsistent",
    ),
    ({"original_date": SATURDAY.isoformat(), "address": ""}, "input-invalid"),
]


def test_a_date_that_is_none_is_not_changed(coordinator: Caller, stores: Stores) -> None:
    series = scheduled(coordinator)
    for order, code in NO_CHANGES:
        answer = coordinator.post(f"/series/{series['id']}/changes", json=order)
        assert (order, (answer.json or {})["code"]) == (order, code)

    assert facts(stores, series["id"]) == ["scheduled.v1"]


def test_a_preview_is_bounded(coordinator: Caller) -> None:
    series = scheduled(coordinator, rule="FREQ=DAILY")
    path = f"/series/{series['id']}/dates"
    far = dates(coordinator, series["id"], **{"from": "2101-03-01", "to": "2101-03-03"})

    assert len(far) == 3
    assert coordinator.get(path, **{"from": "2027-01-01", "to": "2028-01-01"}).status_code == 422
    assert coordinator.get(path, **{"from": "2027-01-02", "to": "2027-01-01"}).status_code == 422
    assert coordinator.get(path, **{"from": "9999-12-01"}).status_code == 422
