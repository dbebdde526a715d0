"""Webhooks: signed, with the chosen facts of the own centre, and bounded in number."""

import json
from datetime import timedelta

from alumni.domain.webhook import MAX_WEBHOOKS
from chassis.clock import utc_now
from tests.alumni.integration.webhooks.system import System, deliver, hear, signed_by, subscribe
from tests.alumni.staff import CENTRE, OTHER_CENTRE, Network


def test_fact_arrives_once_signed_and_with_ids_only(network: Network, system: System):
    made = subscribe(network.coordinator(), system)
    hear(network)

    assert [deliver(network, system) for _ in range(2)] == [1, 0]

    [(headers, body)] = system.got
    assert signed_by(made["secret"], headers, body)
    assert not signed_by(made["secret"], headers, body + b" ")
    assert abs(int(headers["webhook-timestamp"]) - utc_now().timestamp()) < 60
    fact = json.loads(body)
    assert (fact["type"], fact["data"]) == ("reach.asked", {"centre_id": CENTRE, "reach_id": "a" * 32})
    assert made["secret"] not in str(list(network.database["webhooks"].find()))


def test_only_chosen_facts_of_the_own_centre_are_told(network: Network, system: System):
    subscribe(network.coordinator(OTHER_CENTRE), system, "reach.asked", "member.left-home")
    member_id = "b" * 32
    hear(network)
    moved = {"member_id": member_id, "home_centre_id": CENTRE, "previous_centre_id": OTHER_CENTRE}
    hear(network, "alumni.member.home-changed.v1", **moved)
    hear(network, "alumni.centre.suspended.v1", centre_id=OTHER_CENTRE)

    deliver(network, system)

    [(_, body)] = system.got
    assert json.loads(body)["type"] == "member.left-home"
    assert json.loads(body)["data"] == {"centre_id": OTHER_CENTRE, "member_id": member_id}


def test_for_a_day_after_a_rotation_both_secrets_sign(network: Network, system: System):
    coordinator = network.coordinator()
    old = subscribe(coordinator, system)
    new = coordinator.post(f"/centre/webhooks/{old['id']}/rotation", None).json
    hear(network)
    deliver(network, system)
    hear(network)
    deliver(network, system, utc_now() + timedelta(hours=25))

    both, only = system.got
    assert [signed_by(each["secret"], *both) for each in (old, new)] == [True, True]
    assert [signed_by(each["secret"], *only) for each in (old, new)] == [False, True]


def test_test_button_sends_a_ping_and_shows_what_came_of_it(network: Network, system: System):
    coordinator = network.coordinator()
    made = subscribe(coordinator, system)

    arrived = coordinator.post(f"/centre/webhooks/{made['id']}/ping", None).json
    system.status = 404
    refused = coordinator.post(f"/centre/webhooks/{made['id']}/ping", None).json

    assert (arrived, refused["outcome"]) == ({"arrived": True, "outcome": "delivered"}, "answered-otherwise")
    headers, body = system.got[0]
    assert json.loads(body)["type"] == "ping"
    assert signed_by(made["secret"], headers, body)
    assert network.database["webhook_deliveries"].count_documents({}) == 0


def test_webhooks_are_those_of_the_own_centre(network: Network, system: System):
    made = subscribe(network.coordinator(), system)
    stranger = network.coordinator(OTHER_CENTRE)
    path = f"/centre/webhooks/{made['id']}"

    answers = [stranger.post(f"{path}/{what}", None) for what in ("rotation", "ping", "resumption")]
    answers += [stranger.delete(path), stranger.get(f"{path}/dead-letters")]

    assert {(each.status_code, each.json["code"]) for each in answers} == {(404, "webhook-unknown")}
    assert stranger.get("/centre/webhooks").json["items"] == []


def test_number_of_webhooks_is_bounded_and_removal_forgets_what_waits(network: Network, system: System):
    coordinator = network.coordinator()
    made = [subscribe(coordinator, system) for _ in range(MAX_WEBHOOKS)]
    body = {"url": system.url, "kinds": ["reach.asked"]}
    assert coordinator.post("/centre/webhooks", body).json["code"] == "too-many-webhooks"
    hear(network)

    assert coordinator.delete(f"/centre/webhooks/{made[0]['id']}").status_code == 204
    assert deliver(network, system) == MAX_WEBHOOKS - 1
    hear(network, "alumni.centre.left.v1")
    assert network.database["webhooks"].count_documents({}) == 0
    assert network.database["webhook_deliveries"].count_documents({}) == 0
