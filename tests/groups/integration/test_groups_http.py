"""Groups, their licences and their rosters as callers of the API see them, on a real MongoDB."""

from datetime import timedelta
from typing import Any

from flask import Flask
from pymongo.database import Database

from chassis.clock import utc_now
from chassis.ids import new_id
from groups.adapters.mongo_groups import OUTBOX_BOUND
from groups.adapters.stores import Stores
from groups.domain.group import Kind
from groups.entrypoints.scheduler import CHORES
from tests.groups.api import Caller
from tests.groups.casts import OTHER_CENTRE, a_group, a_licence, created
from tests.groups.ordering import DAY, NEW_GROUP, begin, licence, refusal, shift
from tests.groups.samples import CENTRE
from tests.groups.worlds import some_facts


def test_a_group_begins_in_the_coordinators_own_centre(app: Flask, database: Database[Any]) -> None:
    group = begin(Caller.coordinator(app), kind="twelve-step", fellowship="NA", accessibility=["step-free"])

    assert group["centre_ids"] == [CENTRE]
    assert (group["kind"], group["fellowship"], group["status"]) == ("twelve-step", "NA", "active")
    assert (group["standing"], group["leadership"]["licence"]) == ("none", None)
    entry = database["groups"].find_one()["outbox"][0]
    assert (entry["type"], entry["seq"]) == ("groups.group.created.v1", 1)
    assert entry["data"] == {"group_id": group["id"], "kind": "twelve-step", "centre_ids": [CENTRE]}


def test_a_group_that_is_ordered_twice_with_one_key_begins_once(app: Flask, database: Database[Any]) -> None:
    coordinator = Caller.coordinator(app)
    answers = [
        coordinator.post("/groups", json=NEW_GROUP, headers={"Idempotency-Key": "thursday"}) for _ in range(2)
    ]

    assert [each.status_code for each in answers] == [201, 200]
    assert answers[0].json == answers[1].json
    assert len(database["groups"].find_one()["outbox"]) == database["groups"].count_documents({}) == 1


def test_the_list_has_every_group_that_may_be_found_once_and_by_its_filters(app: Flask) -> None:
    coordinator, member = Caller.coordinator(app), Caller.member(app)
    therapy = begin(coordinator, kind="therapy", open=False, licence=licence())["id"]
    circle = begin(coordinator, kind="mentor-circle", open=False)["id"]
    suspended = begin(coordinator)["id"]
    coordinator.call("PATCH", f"/groups/{suspended}", json={"status": "suspended"})
    shown = [begin(coordinator, name=name, languages=["hi"])["id"] for name in "BACA"]
    women = begin(coordinator, name="D", audience="women", open=False, kind="alumni")["id"]

    def walk(**query: Any) -> list[str]:
        ids: list[str] = []
        cursor: str | None = None
        while True:
            page = member.get("/groups", page_size=2, **query, **({"cursor": cursor} if cursor else {})).json
            ids += [each["id"] for each in page["items"]]
            if (cursor := page["next_cursor"]) is None:
                return ids

    assert walk() == [*sorted((shown[1], shown[3])), shown[0], shown[2], women]
    assert walk(language="pa") == walk(audience="women") == walk(kind="alumni") == [women]
    assert walk(centre_id=OTHER_CENTRE) == []
    assert walk(centre_id=CENTRE) == walk()
    mine = [each["id"] for each in coordinator.get("/me/groups", page_size=100).json["items"]]
    assert mine == sorted({therapy, circle, suspended, women, *shown})
    assert member.get("/me/groups").json["items"] == []


def test_a_description_is_taken_away_again(app: Flask) -> None:
    coordinator = Caller.coordinator(app)
    path = f"/groups/{begin(coordinator, description='By the canal.')['id']}"

    assert coordinator.call("PATCH", path, json={"description": ""}).json["description"] == ""
    assert coordinator.call("PATCH", path, json={"description": " "}).status_code == 422
    assert coordinator.call("PATCH", path, json={"name": ""}).status_code == 422


def test_a_lapsed_licence_suspends_the_group_and_a_renewed_one_lets_it_meet_again(
    app: Flask, stores: Stores, database: Database[Any]
) -> None:
    coordinator, member = Caller.coordinator(app), Caller.member(app)
    today = utc_now().date()
    lapsed = a_group(Kind.THERAPY, licence=a_licence(expires_on=today - DAY))
    good = a_group(Kind.THERAPY, licence=a_licence(expires_on=today))
    for group in (lapsed, good, a_group()):
        created(stores, group, today - DAY)
        coordinator.call("PUT", f"/groups/{group.id}/members/{member.member_id}")
    suspend = CHORES["lapsed_groups_suspended"]

    assert [suspend(stores, utc_now()) for _ in range(2)] == [1, 0]
    path = f"/groups/{lapsed.id}"
    assert coordinator.get(path).json["leadership"]["cause"] == "licence-lapsed"
    assert f"member:{lapsed.id}" not in stores.groups.entitlements_of(member.member_id)
    assert f"member:{good.id}" in stores.groups.entitlements_of(member.member_id)
    refused = coordinator.call("PUT", f"{path}/members/{new_id()}")
    assert refusal(refused) == (409, "group-suspended")
    refused = coordinator.call("PATCH", path, json={"status": "active"})
    assert refusal(refused) == (409, "licence-not-current")
    renewed = coordinator.call("PATCH", path, json={"licence": licence(365)}).json
    assert (renewed["status"], renewed["leadership"]["cause"]) == ("active", None)
    assert f"member:{lapsed.id}" in stores.groups.entitlements_of(member.member_id)
    outbox = database["groups"].find_one({"_id": lapsed.id})["outbox"]
    centres = {"group_id": lapsed.id, "centre_ids": [CENTRE]}
    assert [(each["seq"], each["type"], each["data"]) for each in outbox[1:]] == [
        (2, "groups.group.suspended.v1", centres | {"cause": "licence-lapsed"}),
        (3, "groups.group.resumed.v1", centres),
    ]


def test_a_coordinator_gives_no_group_out_of_their_own_hands(app: Flask) -> None:
    coordinator = Caller.coordinator(app)
    path = f"/groups/{begin(coordinator)['id']}"
    both = coordinator.call("PATCH", path, json={"centre_ids": [OTHER_CENTRE, CENTRE]})
    neither = coordinator.call("PATCH", path, json={"centre_ids": [OTHER_CENTRE]})

    assert both.json["centre_ids"] == [OTHER_CENTRE, CENTRE]
    assert refusal(neither) == (403, "not-of-your-centre")
    assert Caller.coordinator(app, OTHER_CENTRE).call("PATCH", path, json={"name": "Ours"}).status_code == 200


def test_a_group_whose_news_waits_to_be_sent_asks_to_be_tried_again(
    app: Flask, database: Database[Any]
) -> None:
    coordinator = Caller.coordinator(app)
    path = f"/groups/{begin(coordinator)['id']}"
    database["groups"].update_one({}, {"$set": {"outbox": some_facts(OUTBOX_BOUND)}})
    answer = coordinator.call("PATCH", path, json={"status": "suspended"})

    assert refusal(answer) == (503, "group-busy")
    assert answer.headers["Retry-After"] == "5"
    assert coordinator.get(path).json["status"] == "active"


def test_a_leader_arranges_who_is_on_call_and_hands_a_shift_over(app: Flask, stores: Stores) -> None:
    coordinator, leader, other = Caller.coordinator(app), Caller.member(app), Caller.member(app)
    group_id = begin(coordinator)["id"]
    path = f"/groups/{group_id}"
    for member in (leader, other):
        coordinator.call("PUT", f"{path}/facilitators/{member.member_id}", json={})
    assert leader.get(f"{path}/on-duty").json == {"items": []}

    now = utc_now()
    began = now.replace(second=0, microsecond=0) - timedelta(hours=1)
    roster = {"time_zone": "UTC", "shifts": [shift(leader.member_id, began)]}
    arranged = leader.call("PUT", f"{path}/roster", json=roster).json
    assert arranged == leader.get(f"{path}/roster").json
    ends = (began + timedelta(hours=2)).isoformat().replace("+00:00", "Z")
    on_duty = {"items": [{"member_id": leader.member_id, "until": ends}]}
    assert leader.get(f"{path}/on-duty").json == on_duty

    span = {"since": (now - DAY).isoformat(), "until": (now + DAY).isoformat()}
    order = {"shift_id": arranged["shifts"][0]["id"], "to_member_id": other.member_id, **span}
    handover = leader.post(f"{path}/roster/handovers", json=order)
    assert handover.status_code == 201
    assert stores.rosters.on_duty(group_id, now) == [other.member_id]
    leader.call("DELETE", f"{path}/roster/handovers/{handover.json['id']}")
    assert leader.get(f"{path}/on-duty").json == on_duty
    coordinator.call("DELETE", f"{path}/facilitators/{leader.member_id}")
    assert stores.rosters.on_duty(group_id, now) == []
