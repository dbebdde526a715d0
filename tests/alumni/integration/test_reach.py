"""The way back: help lines first, an answer within what was promised, and the network behind it."""

import logging
from datetime import timedelta

import pytest

from alumni.domain.help import LINES
from alumni.handlers.reach import escalate_overdue
from chassis.clock import from_rfc3339, utc_now
from tests.alumni.client import Person
from tests.alumni.staff import CENTRE, OTHER_CENTRE, Network

NOTE = "I walked past the old shop again"
DETAILS = {
    **{"district": "Ludhiana", "region": "Punjab", "category": "rehabilitation"},
    **{"owner": "A trust", "responsible_person": "Somebody"},
}
ASKING = {"urgency": "today", "note": NOTE}


def ask(member: Person) -> str:
    answer = member.post("/me/reach", ASKING)
    assert answer.status_code == 201, answer.json
    reach_id: str = answer.json["reach"]["id"]
    return reach_id


def escalate(network: Network, **later: float) -> int:
    return escalate_overdue(reaches=network.stores.reaches, at=utc_now() + timedelta(**later))


def waiting(caller: Person) -> list[str]:
    return [each["id"] for each in caller.get("/reaches").json["items"]]


def test_member_is_shown_help_lines_and_hears_back_from_the_centre(network: Network):
    member, coordinator = network.member(), network.coordinator()

    asked = member.post("/me/reach", ASKING).json
    assert [line["number"] for line in asked["help"]] == [line.number for line in LINES]
    [row] = coordinator.get("/reaches").json["items"]
    assert (row["note"], row["handle"]) == (NOTE, member.get("/me").json["handle"])
    path = f"/reaches/{asked['reach']['id']}"
    assert coordinator.post(f"{path}/taking", None).status_code == 204
    said = {"outcome": "appointment", "answer": "Come on Tuesday"}
    assert [coordinator.post(f"{path}/answer", said).status_code for _ in range(2)] == [204, 204]

    [mine] = member.get("/me/reach").json["items"]
    assert (mine["state"], mine["outcome"], mine["answer"]) == ("answered", "appointment", "Come on Tuesday")
    assert waiting(coordinator) == []
    assert network.told("reaches") == ["alumni.reach.asked.v1", "alumni.reach.answered.v1"]


def test_one_waits_at_a_time_and_another_may_follow(network: Network):
    member = network.member()
    first = ask(member)

    again = member.post("/me/reach", ASKING)
    assert (again.status_code, again.json["code"]) == (409, "reach-open")
    assert member.delete(f"/me/reach/{first}").status_code == 204
    second = ask(member)

    assert [each["id"] for each in member.get("/me/reach").json["items"]] == [second, first]
    assert member.delete(f"/me/reach/{first}").status_code == 204


def test_only_those_of_the_home_centre_see_and_answer_it(network: Network):
    reach_id = ask(network.member())
    strangers = [network.coordinator(OTHER_CENTRE), network.administrator()]

    for stranger in strangers:
        answers = [
            stranger.post(f"/reaches/{reach_id}/taking", None),
            stranger.post(f"/reaches/{reach_id}/answer", {"outcome": "talked"}),
        ]
        assert waiting(stranger) == []
        assert {(each.status_code, each.json["code"]) for each in answers} == {(404, "reach-unknown")}
    assert network.member().delete(f"/me/reach/{reach_id}").json["code"] == "reach-unknown"


def test_what_the_centre_does_not_answer_in_time_goes_to_the_network_once(network: Network):
    network.set_centre(CENTRE, details={**DETAILS, "promise_hours": 2})
    reach_id = ask(network.member())
    administrator, coordinator = network.administrator(), network.coordinator()

    assert escalate(network, hours=1, minutes=59) == 0
    assert waiting(administrator) == []
    assert [escalate(network, hours=2, minutes=1) for _ in range(2)] == [1, 0]

    assert waiting(administrator) == waiting(coordinator) == [reach_id]
    answer = administrator.post(f"/reaches/{reach_id}/answer", {"outcome": "talked"})
    assert answer.status_code == 204
    late = coordinator.post(f"/reaches/{reach_id}/taking", None)
    assert (late.status_code, late.json["code"]) == (409, "reach-over")
    assert "alumni.reach.overdue.v1" in network.told("reaches")


def test_without_a_promise_of_its_own_a_centre_has_a_day(network: Network):
    ask(network.member())

    [row] = network.coordinator().get("/reaches").json["items"]

    assert from_rfc3339(row["due_at"]) - from_rfc3339(row["asked_at"]) == timedelta(hours=24)


def test_member_without_a_centre_is_answered_by_the_network(network: Network):
    reach_id = ask(network.member(home=None))

    assert waiting(network.coordinator()) == []
    assert waiting(network.administrator()) == [reach_id]


def test_what_one_has_taken_another_does_not(network: Network):
    reach_id = ask(network.member())
    network.coordinator().post(f"/reaches/{reach_id}/taking", None)
    other = network.coordinator()

    refused = other.post(f"/reaches/{reach_id}/taking", None)

    assert (refused.status_code, refused.json["code"]) == (409, "reach-taken")
    [row] = other.get("/reaches").json["items"]
    assert (row["state"], row["taken_by_me"]) == ("taken", False)


def test_lists_are_paged(network: Network):
    ids = [ask(network.member()) for _ in range(3)]
    coordinator = network.coordinator()

    first = coordinator.get("/reaches?page_size=2").json
    second = coordinator.get(f"/reaches?page_size=2&cursor={first['next_cursor']}").json

    assert [each["id"] for each in first["items"] + second["items"]] == ids
    assert second["next_cursor"] is None


def test_what_was_written_is_in_no_event_and_no_log(network: Network, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    member, coordinator = network.member(), network.coordinator()
    path = f"/reaches/{ask(member)}/answer"
    coordinator.post(path, {"outcome": "talked", "answer": "Words for one person"})

    events = str([row["outbox"] for row in network.database["reaches"].find()])

    for text in (NOTE, "Words for one person", member.get("/me").json["handle"]):
        assert text not in events
        assert text not in caplog.text
