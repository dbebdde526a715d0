"""A real HTTP server of an SMS provider's shape, Twilio's unless told, that can be told to misbehave."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.notify.shapes import ACCOUNT_SID, AUTH_TOKEN, TWILIO, Shape

__all__ = ["ACCOUNT_SID", "AUTH_TOKEN", "SmsProvider", "serve"]


@dataclass
class SmsProvider:
    """What the provider has, and how it behaves."""

    url: str = ""
    texts: list[dict[str, str]] = field(default_factory=list)
    calls: int = 0
    status: int = 201  # of the answer to a text; whatever is not 201 takes none
    headers: dict[str, str] = field(default_factory=dict)
    hang_up_after_taking: int = 0  # how many texts are taken without an answer
    answering: threading.Event = field(default_factory=threading.Event)
    taken: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, form: dict[str, str]) -> dict[str, str]:
        """Keep a text."""
        with self.lock:
            created = format_datetime(datetime.now(UTC))
            text = {**form, "sid": f"SM{len(self.texts):032x}", "created": created}
            self.texts.append(text)
        self.taken.set()
        return text


class _Resource(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    provider: SmsProvider
    shape: Shape

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        if not self.shape.sends(self.path):
            self.do_GET()
            return
        with self.provider.lock:
            self.provider.calls += 1
        if not self._is_allowed():
            return
        if self.provider.status != 201:
            self._answer(self.provider.status, self.shape.refusal(self.provider.status))
            return
        text = self.provider.take(self.shape.read(body))
        self.provider.answering.wait(30)
        with self.provider.lock:
            hangs_up = self.provider.hang_up_after_taking > 0
            self.provider.hang_up_after_taking -= hangs_up
        if hangs_up:
            self.close_connection = True
            return
        self._answer(self.shape.taken, self.shape.answer(text))

    def do_GET(self) -> None:
        if not self._is_allowed():
            return
        if self.provider.status == 503:
            self._answer(503, {})
            return
        self._answer(200, self.shape.listing(self.path, self.provider.texts))

    def _is_allowed(self) -> bool:
        allowed = self.shape.is_allowed(self.path, self.headers)
        if not allowed:
            self._answer(401, self.shape.refusal(401))
        return allowed

    def _answer(self, status: int, said: object) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        for name, value in self.provider.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Keep quiet."""


@contextmanager
def serve(port: int = 0, provider: SmsProvider | None = None, shape: Shape = TWILIO) -> Iterator[SmsProvider]:
    """Serve on a port of 127.0.0.1, a free one unless told, until the end of the block."""
    provider = provider or SmsProvider()
    provider.answering.set()
    resource = type("Resource", (_Resource,), {"provider": provider, "shape": shape})
    server = ThreadingHTTPServer(("127.0.0.1", port), resource)
    server.daemon_threads = True
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        provider.answering.set()
        server.shutdown()
        server.server_close()
        thread.join()
