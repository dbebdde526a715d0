"""A centre leaves: each of its members chooses, and who says nothing stays with the network."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from alumni.entrypoints.partner_facts import readers
from alumni.handlers.erasure import WORD
from alumni.handlers.leaving import end_due_leavings
from chassis.clock import to_rfc3339, utc_now
from chassis.events import Event
from chassis.ids import new_id
from tests.alumni.client import Person
from tests.alumni.staff import CENTRE, OTHER_CENTRE, Network

LEFT = "alumni.centre.left.v1"


def leave(network: Network) -> None:
    """Let the centre leave, and its fact be heard, as Kafka may deliver it."""
    network.set_centre(CENTRE, state="left")
    event = Event(
        id=new_id(),
        type=LEFT,
        source="alumni",
        time=utc_now(),
        key=CENTRE,
        sequence=1,
        data={"centre_id": CENTRE},
        traceparent=None,
    )
    for _ in range(2):
        readers(network.stores)[LEFT][1](event)


def end_due(network: Network, at: datetime) -> int:
    stores = network.stores
    return end_due_leavings(leavings=stores.leavings, members=stores.members, at=at)


def moving() -> dict[str, Any]:
    expires_at = to_rfc3339(utc_now() + timedelta(days=80))
    said = {"recipient": OTHER_CENTRE, "purpose": "transfer", "expires_at": expires_at}
    return {"choice": "move", "consent": said}


def erased(grace_days: int) -> dict[str, Any]:
    return {"choice": "erase", "erasure": {"word": WORD, "grace_days": grace_days}}


def home(member: Person) -> str | None:
    found: str | None = member.get("/me").json["home_centre_id"]
    return found


def test_members_of_the_centre_are_asked_once_and_nobody_else(network: Network):
    theirs, others = [network.member() for _ in range(3)], network.member(OTHER_CENTRE)

    leave(network)

    assert [each.get("/me/leaving").status_code for each in (*theirs, others)] == [200, 200, 200, 404]
    rows = network.database["leavings"].find({}, {"outbox": True})
    told = [entry["data"] for row in rows for entry in row["outbox"]]
    ids = {each.get("/me").json["id"] for each in theirs}
    assert {each["member_ids"][0] for each in told} == ids
    assert len(told) == 3
    assert {each["centre_id"] for each in told} == {CENTRE}


def test_who_stays_is_at_home_nowhere_at_once(network: Network):
    member = network.member()
    leave(network)

    chosen = [member.call("PUT", "/me/leaving", json={"choice": "stay"}) for _ in range(2)]

    assert [each.status_code for each in chosen] == [200, 200]
    assert home(member) is None
    other = member.call("PUT", "/me/leaving", json=erased(0))
    assert (other.status_code, other.json["code"]) == (409, "leaving-over")


def test_who_moves_keeps_the_wish_beyond_the_time_to_choose(network: Network):
    member, there = network.member(), network.coordinator(OTHER_CENTRE)
    leave(network)
    assert member.call("PUT", "/me/leaving", json=moving()).json["choice"] == "move"
    [move] = there.get("/centre/moves").json["items"]

    assert end_due(network, utc_now() + timedelta(days=61)) == 1
    assert home(member) is None
    assert there.post(f"/centre/moves/{move['id']}/acceptance", None).json["state"] == "done"

    assert home(member) == OTHER_CENTRE


def test_who_moved_stays_there_when_the_time_is_over(network: Network):
    member, there = network.member(), network.coordinator(OTHER_CENTRE)
    leave(network)
    member.call("PUT", "/me/leaving", json=moving())
    [move] = there.get("/centre/moves").json["items"]
    there.post(f"/centre/moves/{move['id']}/acceptance", None)

    end_due(network, utc_now() + timedelta(days=61))

    assert home(member) == OTHER_CENTRE


def test_who_says_nothing_for_sixty_days_stays_with_the_network(network: Network):
    member = network.member()
    leave(network)

    assert end_due(network, utc_now() + timedelta(days=59)) == 0
    assert home(member) == CENTRE
    assert [end_due(network, utc_now() + timedelta(days=60)) for _ in range(2)] == [1, 0]

    assert home(member) is None
    assert member.get("/me/leaving").json["choice"] == "stay"


def test_who_chooses_to_be_erased_is_erased(network: Network):
    member = network.member()
    leave(network)

    chosen = member.call("PUT", "/me/leaving", json=erased(0))

    assert (chosen.status_code, chosen.json["next"]) == (200, "/api/alumni/me/erasure")
    assert member.get("/me/erasure").json["state"] == "waiting"
    assert member.post("/sessions/refresh", {"refresh_token": member.refresh_token}).status_code == 401
    other = member.call("PUT", "/me/leaving", json={"choice": "stay"})
    assert (other.status_code, other.json["code"]) == (409, "leaving-over")


def test_another_choice_within_the_days_of_grace_undoes_the_erasure(network: Network):
    member = network.member()
    leave(network)
    member.call("PUT", "/me/leaving", json=erased(7))

    assert member.call("PUT", "/me/leaving", json={"choice": "stay"}).json["next"] is None

    assert member.get("/me/erasure").status_code == 404
    assert home(member) is None


@pytest.mark.parametrize("choice", ["move", "stay"])
def test_who_stays_after_all_may_choose_anew(network: Network, choice: str):
    member = network.member()
    leave(network)
    member.call("PUT", "/me/leaving", json=erased(7))
    assert member.call("DELETE", "/me/erasure").status_code == 204

    answer = member.call("PUT", "/me/leaving", json=moving() if choice == "move" else {"choice": choice})

    assert (answer.status_code, answer.json["choice"]) == (200, choice)


def test_nobody_is_erased_who_has_not_shown_that_it_is_meant(network: Network):
    member = network.member()
    leave(network)

    answer = member.call("PUT", "/me/leaving", json={"choice": "erase", "erasure": {"word": "yes"}})

    assert (answer.status_code, answer.json["code"]) == (409, "not-meant")
    assert member.get("/me/erasure").status_code == 404
    assert member.get("/me/leaving").json["choice"] is None


def test_each_choice_comes_with_what_it_needs_and_nothing_else(network: Network):
    member = network.member()
    leave(network)

    for body in (
        *({"choice": "move"}, {**moving(), "choice": "stay"}),
        *({"choice": "erase"}, {**erased(0), "choice": "stay"}),
    ):
        assert member.call("PUT", "/me/leaving", json=body).status_code == 422
