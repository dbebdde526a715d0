"""Who comes into a group and how, as callers of the API see it, on a real MongoDB."""

from flask import Flask

from groups.adapters.stores import Stores
from tests.groups.api import Caller
from tests.groups.ordering import begin, licence, refusal


def test_a_therapy_group_takes_whom_its_centre_refers_and_nobody_else(app: Flask) -> None:
    coordinator, member = Caller.coordinator(app), Caller.member(app)
    facilitator = Caller.member(app)
    path = f"/groups/{begin(coordinator, kind='therapy', open=False, licence=licence())['id']}"
    coordinator.call("PUT", f"{path}/facilitators/{facilitator.member_id}", json={"co": True})

    assert refusal(member.get(path)) == (404, "group-unknown")
    place = f"{path}/members/{member.member_id}"
    assert refusal(facilitator.call("PUT", place)) == (403, "referral-only")
    assert coordinator.call("PUT", place).json["standing"] == "member"
    seen = member.get(path).json
    assert (seen["standing"], seen["leadership"]) == ("member", None)
    assert facilitator.get(path).json["leadership"]["co_facilitators"] == [facilitator.member_id]
    assert facilitator.call("DELETE", place).json["standing"] == "removed"
    assert refusal(member.get(path)) == (404, "group-unknown")


def test_a_closed_group_is_asked_and_its_leader_admits_removes_and_undoes(app: Flask) -> None:
    coordinator, member, leader = Caller.coordinator(app), Caller.member(app), Caller.member(app)
    path = f"/groups/{begin(coordinator, open=False)['id']}"
    coordinator.call("PUT", f"{path}/facilitators/{leader.member_id}", json={})
    place = f"{path}/members/{member.member_id}"

    assert [member.post(f"{path}/requests").json["standing"] for _ in range(2)] == ["asked", "asked"]
    asked = leader.get(f"{path}/members", standing="asked").json["items"]
    assert [each["member_id"] for each in asked] == [member.member_id]
    assert set(asked[0]) == {"group_id", "member_id", "standing", "since"}
    assert leader.call("PUT", place).json["standing"] == "member"
    assert leader.call("DELETE", place).json["standing"] == "removed"
    assert refusal(member.call("DELETE", place)) == (404, "membership-unknown")
    assert leader.call("PUT", place).json["standing"] == "member"
    assert [each["standing"] for each in member.get("/me/groups").json["items"]] == ["member"]
    assert member.call("DELETE", place).json["standing"] == "left"
    assert leader.get(f"{path}/members").json["items"] == []


def test_members_are_listed_a_page_at_a_time(app: Flask) -> None:
    coordinator = Caller.coordinator(app)
    path = f"/groups/{begin(coordinator)['id']}"
    members = [Caller.member(app) for _ in range(5)]
    for member in members:
        assert member.post(f"{path}/requests").json["standing"] == "member"
    first = coordinator.get(f"{path}/members", page_size=3).json
    second = coordinator.get(f"{path}/members", page_size=3, cursor=first["next_cursor"]).json

    ids = [each["member_id"] for each in first["items"] + second["items"]]
    assert ids == sorted(member.member_id for member in members)
    assert second["next_cursor"] is None


def test_a_womens_group_is_for_who_declares_it_and_a_declaration_goes_as_it_came(
    app: Flask, stores: Stores
) -> None:
    member = Caller.member(app)
    path = f"/groups/{begin(Caller.coordinator(app), audience='women')['id']}"

    assert refusal(member.post(f"{path}/requests")) == (403, "declaration-missing")
    for said in (["women", "young"], ["women"]):
        answer = member.call("PUT", "/me/declarations", json={"declarations": said})
        assert answer.json == member.get("/me/declarations").json == {"declarations": said}
    assert member.post(f"{path}/requests").json["standing"] == "member"
    assert "women" in stores.groups.entitlements_of(member.member_id)
    member.call("PUT", "/me/declarations", json={"declarations": []})
    assert "women" not in stores.groups.entitlements_of(member.member_id)


def test_a_home_group_is_one_that_the_member_may_know_of(app: Flask) -> None:
    member, coordinator = Caller.member(app), Caller.coordinator(app)
    group_id = begin(coordinator)["id"]
    therapy = begin(coordinator, kind="therapy", open=False, licence=licence())["id"]

    for choice in (group_id, None):
        answer = member.call("PUT", "/me/home-group", json={"group_id": choice})
        assert answer.json == member.get("/me/home-group").json == {"group_id": choice}
    assert refusal(member.call("PUT", "/me/home-group", json={"group_id": therapy})) == (404, "group-unknown")
