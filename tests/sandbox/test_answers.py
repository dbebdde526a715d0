"""What is written back from a phone reaches the platform, signed, as Twilio would pass it on."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

import pytest
import requests
from twilio.request_validator import RequestValidator

from tests.sandbox.world import TOKEN, World


class _Platform(BaseHTTPRequestHandler):
    taken: list[tuple[dict[str, str], str]] = []
    status = 204

    def do_POST(self) -> None:
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.taken.append((form, self.headers["X-Twilio-Signature"]))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def platform_url() -> Iterator[str]:
    """A platform that takes what phones write back."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Platform)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/answers"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def answering(tmp_path_factory: pytest.TempPathFactory, platform_url: str) -> Iterator[World]:
    """A sandbox that knows where the platform takes answers."""
    world = World(tmp_path_factory.mktemp("answering"), HAMRAH_SANDBOX_ANSWERS_URL=platform_url)
    world.start()
    yield world
    world.stop()


def answer(world: World, **written: object) -> requests.Response:
    return requests.post(f"{world.url}/api/answers", json=written, timeout=5)


def test_a_phone_writes_back_to_who_wrote_to_it(answering: World, platform_url: str, number: str):
    sender = answering.send(number).json()["from"]

    assert answer(answering, **{"from": number, "body": "1 3"}).status_code == 204

    form, signature = _Platform.taken[-1]
    assert (form["From"], form["To"], form["Body"]) == (number, sender, "1 3")
    assert RequestValidator(TOKEN).validate(platform_url, form, signature)


def test_a_phone_without_a_text_writes_to_nobody(answering: World, number: str):
    assert answer(answering, **{"from": number, "body": "1"}).status_code == 409


def test_where_nobody_takes_answers_none_is_sent(world: World, number: str):
    world.send(number)

    assert answer(world, **{"from": number, "body": "1"}).status_code == 409


@pytest.mark.parametrize("written", [{"body": "1"}, {"from": 7, "body": "1"}, {"from": "+91", "body": ""}])
def test_a_broken_answer_is_refused(answering: World, written: dict):
    assert answer(answering, **written).status_code in (400, 422)


def test_an_answer_that_the_platform_refuses_is_told(
    answering: World, number: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(_Platform, "status", 403)
    answering.send(number)

    assert answer(answering, **{"from": number, "body": "1"}).status_code == 502
