"""One sandbox for all tests of it, well-behaved at the start of each; and somebody who takes receipts."""

import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

import pytest

from tests.sandbox.world import World

_numbers = itertools.count(9_812_300_000)


@pytest.fixture(scope="session")
def running_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The sandbox, started once."""
    world = World(tmp_path_factory.mktemp("sandbox"))
    world.start()
    yield world
    world.stop()


@pytest.fixture
def world(running_world: World) -> World:
    """The sandbox, behaving well."""
    assert running_world.behave().ok
    return running_world


@pytest.fixture
def number() -> str:
    """A phone number of the test's own."""
    return f"+91{next(_numbers)}"


@dataclass
class Callback:
    """A webhook that notes what it gets; `answers` gives the status of each call by its place."""

    url: str = ""
    answers: Callable[[int], int] = lambda _call: 204
    calls: list[tuple[dict[str, str], str]] = field(default_factory=list)

    @property
    def statuses(self) -> list[str]:
        """The statuses that were reported, in order."""
        return [form["MessageStatus"] for form, _ in self.calls]


@pytest.fixture
def callback() -> Iterator[Callback]:
    """A real HTTP server for receipts."""
    noted = Callback()

    class Webhook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            noted.calls.append((form, self.headers["X-Twilio-Signature"]))
            self.send_response(noted.answers(len(noted.calls)))
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Webhook)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    noted.url = f"http://127.0.0.1:{server.server_port}/webhooks/sms/0a1b?x=1"
    yield noted
    server.shutdown()
    thread.join()
    server.server_close()
