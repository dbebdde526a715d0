"""Series over the API, on a real database: who schedules them, and what is shown of them."""

from datetime import timedelta

from flask import Flask

from chassis.ids import new_id
from groups.adapters.stores import Stores
from groups.domain.group import Kind
from tests.groups.api import Caller, token
from tests.groups.casts import OTHER_CENTRE, a_group, created
from tests.groups.samples import CENTRE
from tests.groups.scheduling import SATURDAY, dates, described, facts, scheduled


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


def test_a_preview_is_bounded(coordinator: Caller) -> None:
    series = scheduled(coordinator, rule="FREQ=DAILY")
    path = f"/series/{series['id']}/dates"
    far = dates(coordinator, series["id"], **{"from": "2101-03-01", "to": "2101-03-03"})

    assert len(far) == 3
    assert coordinator.get(path, **{"from": "2027-01-01", "to": "2028-01-01"}).status_code == 422
    assert coordinator.get(path, **{"from": "2027-01-02", "to": "2027-01-01"}).status_code == 422
    assert coordinator.get(path, **{"from": "9999-12-01"}).status_code == 422
