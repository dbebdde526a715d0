"""Webhooks: signed, tried for a day, kept as dead letters, and never sent inside."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from alumni.adapters.webhook_post import WebhookPost
from alumni.domain.webhook import GIVEN_UP_AFTER, MAX_WEBHOOKS, TRIES
from alumni.entrypoints.partner_facts import readers
from alumni.handlers.webhooks import deliver_due
from chassis.clock import utc_now
from chassis.events import Event
from chassis.ids import new_id
from tests.alumni.client import Person
from tests.alumni.keys import HASHES
from tests.alumni.staff import CENTRE, OTHER_CENTRE, Network

REACH = "alumni.reach.asked.v1"


class System:
    """A centre's own system on a port of this machine: what it was sent, and what it answers."""

    def __init__(self) -> None:
        self.status = 204
        self.location: str | None = None
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/hamrah"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        self.got.append(({name.lower(): value for name, value in handler.headers.items()}, body))
        handler.send_response(self.status)
        if self.location:
            handler.send_header("Location", self.location)
        handler.send_header("Content-Length", "0")
        handler.end_headers()


@contextmanager
def serving(system: System) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            system.answer(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    system.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@pytest.fixture(scope="module")
def shared_system() -> Iterator[System]:
    system = System()
    with serving(system):
        yield system


@pytest.fixture
def system(shared_system: System, network: Network) -> System:
    """A system that is allowed to be inside, as an operator may allow it."""
    shared_system.status, shared_system.location = 204, None
    shared_system.got.clear()
    use(network, post_to(shared_system))
    return shared_system


def post_to(system: System) -> WebhookPost:
    return WebhookPost(HASHES, [f"localhost:{system.port}"])


def use(network: Network, post: WebhookPost) -> None:
    network.app.extensions["alumni"] = replace(network.app.extensions["alumni"], post=post)


def subscribe(coordinator: Person, system: System, *kinds: str) -> dict[str, Any]:
    answer = coordinator.post("/centre/webhooks", {"url": system.url, "kinds": kinds or ["reach.asked"]})
    assert answer.status_code == 201, answer.json
    body: dict[str, Any] = answer.json
    return body


def hear(network: Network, kind: str = REACH, event_id: str | None = None, **data: Any) -> None:
    """Let a fact be heard, twice, as Kafka may deliver it."""
    event = Event(
        id=event_id or new_id(),
        type=kind,
        source="alumni",
        time=utc_now(),
        key=CENTRE,
        sequence=1,
        data={"reach_id": "a" * 32, "centre_id": CENTRE, **data},
        traceparent=None,
    )
    for _ in range(2):
        readers(network.stores)[kind][1](event)


def deliver(network: Network, system: System, at: datetime | None = None) -> int:
    stores = network.stores
    return deliver_due(
        webhooks=stores.webhooks, deliveries=stores.deliveries, post=post_to(system), at=at or utc_now()
    )


def let_all_tries_fail(network: Network, system: System, start: datetime) -> datetime:
    """Go on until nothing is tried any more; give the time of the last try."""
    at = start
    for hours in (0, 1, 2, 4, 8, 16, 24, 36, 37):
        at = start + timedelta(hours=hours)
        deliver(network, system, at)
    return at


def signed_by(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Check a signature as https://www.standardwebhooks.com has it, with none of the code under test."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(each == f"v1,{expected}" for each in headers["webhook-signature"].split(" "))


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


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.1.2.3/",
        "https://2130706433/",
        "https://192.168.0.1:8443/",
        "https://user@93.184.215.14/",
        "https://93.184.215.14:25/",
        "http://93.184.215.14/",
    ],
)
def test_addresses_inside_and_without_tls_are_refused_when_made(network: Network, url: str):
    use(network, WebhookPost(HASHES))

    answer = network.coordinator().post("/centre/webhooks", {"url": url, "kinds": ["reach.asked"]})

    assert (answer.status_code, answer.json["code"]) == (409, "webhook-refused")


def test_name_that_leads_inside_later_is_refused_at_the_delivery(network: Network, system: System):
    addresses = ["93.184.215.14"]
    post = WebhookPost(HASHES, resolve=lambda _host, _port: addresses)
    use(network, post)
    coordinator = network.coordinator()
    body = {"url": "https://rebinding.example/", "kinds": ["reach.asked"]}
    webhook_id = coordinator.post("/centre/webhooks", body).json["id"]
    addresses[:] = ["127.0.0.1"]
    hear(network)

    stores = network.stores
    deliver_due(webhooks=stores.webhooks, deliveries=stores.deliveries, post=post, at=utc_now())

    delivery = network.database["webhook_deliveries"].find_one({})
    assert delivery is not None
    assert (delivery["outcome"], delivery["tries"]) == ("refused", 1)
    pinged = coordinator.post(f"/centre/webhooks/{webhook_id}/ping", None).json
    assert pinged == {"arrived": False, "outcome": "refused"}
    assert system.got == []


def test_redirection_is_not_followed(network: Network, system: System):
    made = subscribe(network.coordinator(), system)
    system.status, system.location = 307, f"http://127.0.0.1:{system.port}/inside"
    hear(network)

    assert deliver(network, system) == 0

    assert len(system.got) == 1
    [shown] = network.coordinator().get("/centre/webhooks").json["items"]
    assert shown["id"] == made["id"]
    assert shown["failing_since"] is not None


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
