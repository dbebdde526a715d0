"""The load client sends every request once and counts what comes back."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks import load


class Answering(BaseHTTPRequestHandler):
    """Remembers the paths, and creates whatever it is asked for."""

    protocol_version = "HTTP/1.1"
    asked: list[tuple[str, bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((self.path, body))
        self.send_response(409 if self.path == "/full" else 201)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    """A server on a port of the system's choice."""
    handler = type("Handler", (Answering,), {"asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def test_every_request_is_sent_once_and_every_answer_counted(server):
    requests = [load.post(f"/places/{number}", b'{"n": %d}' % number) for number in range(40)]

    result = load.run(server.server_port, [*requests, load.post("/full")], clients=4)

    assert result.statuses == {201: 40, 409: 1}
    assert len(result.latencies) == 41
    assert result.per_second > 0
    expected = [(f"/places/{number}", b'{"n": %d}' % number) for number in range(40)]
    assert sorted(server.RequestHandlerClass.asked) == sorted([*expected, ("/full", b"{}")])


def test_a_request_carries_its_headers_and_the_length_of_its_body():
    written = load.post("/x", b'{"a": 1}', {"Authorization": "Bearer t"})

    assert written.startswith(b"POST /x HTTP/1.1\r\n")
    assert b"\r\nAuthorization: Bearer t\r\n" in written
    assert b"\r\nContent-Length: 8\r\n" in written
    assert written.endswith(b'\r\n\r\n{"a": 1}')


@pytest.mark.parametrize(
    ("head", "length"), [(b"HTTP/1.1 200 OK\r\nContent-LENGTH: 12\r\nA: b", 12), (b"GET / HTTP/1.1", 0)]
)
def test_the_length_of_a_body_is_read_whatever_its_headers_case(head, length):
    assert load.content_length(head) == length
