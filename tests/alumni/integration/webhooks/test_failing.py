"""What does not arrive is tried for a day, kept as a dead letter, and paused when it fails for days."""

import threading
from datetime import datetime, timedelta

from alumni.adapters.webhook_post import WebhookPost
from alumni.domain.webhook import GIVEN_UP_AFTER, TRIES
from chassis.clock import utc_now
from tests.alumni.integration.webhooks.system import System, deliver, hear, subscribe
from tests.alumni.keys import HASHES
from tests.alumni.staff import CENTRE, Network


def let_all_tries_fail(network: Network, system: System, start: datetime) -> datetime:
    """Go on until nothing is tried any more; give the time of the last try."""
    at = start
    for hours in (0, 1, 2, 4, 8, 16, 24, 36, 37):
        at = start + timedelta(hours=hours)
        deliver(network, system, at)
    return at


def test_what_never_arrives_is_a_dead_letter_after_eight_tries_and_can_be_replayed(
    network: Network, system: System
):
    coordinator = network.coordinator()
    made = subscribe(coordinator, system)
    path = f"/centre/webhooks/{made['id']}"
    hear(network)
    system.status = 500

    let_all_tries_fail(network, system, utc_now())

    assert len(system.got) == TRIES
    assert len({headers["webhook-id"] for headers, _ in system.got}) == 1
    [letter] = coordinator.get(f"{path}/dead-letters").json["items"]
    assert (letter["tries"], letter["outcome"], letter["kind"]) == (8, "answered-otherwise", "reach.asked")
    system.status = 200
    assert coordinator.post(f"{path}/dead-letters/{letter['id']}/replay", None).status_code == 204
    assert deliver(network, system, utc_now() + timedelta(days=3)) == 1
    assert coordinator.get(f"{path}/dead-letters").json["items"] == []
    again = coordinator.post(f"{path}/dead-letters/{letter['id']}/replay", None)
    assert (again.status_code, again.json["code"]) == (404, "dead-letter-unknown")


def test_what_fails_for_days_is_paused_and_shown_until_somebody_resumes_it(network: Network, system: System):
    coordinator = network.coordinator()
    made = subscribe(coordinator, system)
    system.status, start = 500, utc_now()
    hear(network)
    let_all_tries_fail(network, system, start)
    assert coordinator.get("/centre/webhooks").json["items"][0]["paused_at"] is None
    hear(network)

    let_all_tries_fail(network, system, start + GIVEN_UP_AFTER)
    [shown] = coordinator.get("/centre/webhooks").json["items"]
    assert shown["paused_at"] is not None
    tried = len(system.got)
    hear(network)
    deliver(network, system, start + timedelta(days=9))
    assert len(system.got) == tried

    letters = coordinator.get(f"/centre/webhooks/{made['id']}/dead-letters").json["items"]
    assert sorted(each["outcome"] for each in letters) == ["answered-otherwise"] * 2 + ["paused"]
    assert coordinator.post(f"/centre/webhooks/{made['id']}/resumption", None).status_code == 204
    system.status = 200
    hear(network)
    assert deliver(network, system) == 1


def test_sender_that_died_is_followed_by_another_after_its_lease(network: Network, system: System):
    subscribe(network.coordinator(), system)
    hear(network)
    claimed = network.stores.deliveries.claim(utc_now())
    assert claimed is not None

    assert deliver(network, system) == 0
    assert deliver(network, system, utc_now() + timedelta(minutes=3)) == 1
    network.stores.deliveries.settle(claimed, claimed)

    delivery = network.database["webhook_deliveries"].find_one({})
    assert delivery is not None
    assert delivery["state"] == "delivered"


def test_dripping_answer_ends_in_time(network: Network, system: System):
    made = subscribe(network.coordinator(), system)
    webhook = network.stores.webhooks.get(CENTRE, made["id"])
    hear(network)
    [row] = network.database["webhook_deliveries"].find({}, {"_id": True})
    claimed = network.stores.deliveries.claim(utc_now())
    assert claimed is not None
    assert claimed.id == row["_id"]
    released = threading.Event()

    def never(_host: str, _port: int) -> list[str]:
        released.wait(5)
        return ["127.0.0.1"]

    slow = WebhookPost(HASHES, [f"localhost:{system.port}"], timeout=0.2, resolve=never)

    assert slow.send(webhook, claimed, at=utc_now()).value == "unreachable"
    released.set()
