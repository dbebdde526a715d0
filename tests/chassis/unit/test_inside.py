"""Another service, asked inside the platform: what it answers, and what counts as away."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from chassis.handling import ENGINE_ERRORS
from chassis.inside import AnswerRefused, InsideService, ServiceAway

ANSWERS = {
    "/here": (200, {"here": True}),
    "/gone": (404, {}),
    "/busy": (429, {}),
    "/broken": (503, {}),
    "/denied": (403, {}),
    "/list": (200, []),
}


class _Service(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        status, body = ANSWERS[self.path]
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def service() -> Iterator[InsideService]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Service)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield InsideService(f"http://127.0.0.1:{server.server_port}/")
    server.shutdown()
    server.server_close()


def test_what_is_there_is_given_and_what_is_not_is_none(service):
    assert service.get("/here") == {"here": True}
    assert service.get("/gone") is None


@pytest.mark.parametrize("path", ["/busy", "/broken"])
def test_a_service_in_trouble_is_away(service, path):
    with pytest.raises(ServiceAway):
        service.get(path)


def test_a_service_that_nobody_answers_for_is_away_as_an_engine_is():
    with pytest.raises(ENGINE_ERRORS):
        InsideService("http://127.0.0.1:1").get("/here")


@pytest.mark.parametrize("path", ["/denied", "/list"])
def test_an_answer_that_nobody_expects_is_a_bug_and_no_absence(service, path):
    with pytest.raises(AnswerRefused):
        service.get(path)
