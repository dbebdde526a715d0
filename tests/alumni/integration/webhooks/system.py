"""A centre's own system, what it is subscribed to, and the facts that are delivered to it."""

import base64
import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from alumni.adapters.webhook_post import WebhookPost
from alumni.entrypoints.partner_facts import readers
from alumni.handlers.webhooks import deliver_due
from chassis.clock import utc_now
from chassis.events import Event
from chassis.ids import new_id
from tests.alumni.client import Person
from tests.alumni.keys import HASHES
from tests.alumni.staff import CENTRE, Network

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
    """Let a system listen on a free port."""

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


def post_to(system: System) -> WebhookPost:
    """Make a post that may reach the system though it is inside."""
    return WebhookPost(HASHES, [f"localhost:{system.port}"])


def use(network: Network, post: WebhookPost) -> None:
    """Let the application post with this."""
    network.app.extensions["alumni"] = replace(network.app.extensions["alumni"], post=post)


def subscribe(coordinator: Person, system: System, *kinds: str) -> dict[str, Any]:
    """Subscribe a system to facts of the coordinator's centre."""
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


def signed_by(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Check a signature as https://www.standardwebhooks.com has it, with none of the code under test."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(each == f"v1,{expected}" for each in headers["webhook-signature"].split(" "))
