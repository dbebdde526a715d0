"""A real HTTP server with the shape of Twilio's message resource, that can be told to misbehave."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

ACCOUNT_SID = "AC" + "0" * 32
AUTH_TOKEN = "a token only the provider and we know"


@dataclass
class SmsProvider:
    """What the provider has, and how it behaves."""

    url: str = ""
    texts: list[dict[str, str]] = field(default_factory=list)
    calls: int = 0
    status: int = 201  # of the answer to a POST; whatever is not 201 takes no text
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


def document(text: dict[str, str]) -> dict[str, str | None]:
    """Write a text as the provider does."""
    return {
        "sid": text["sid"],
        "status": "queued",
        "to": text["To"],
        "body": text["Body"],
        "date_created": text["created"],
        "error_code": None,
    }


class _Resource(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    provider: SmsProvider

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with self.provider.lock:
            self.provider.calls += 1
        if not self._is_allowed():
            return
        if self.provider.status != 201:
            self._answer(self.provider.status, {"code": 21211, "message": "no"})
            return
        text = self.provider.take({name: value for name, [value] in parse_qs(body).items()})
        self.provider.answering.wait(30)
        with self.provider.lock:
            hangs_up = self.provider.hang_up_after_taking > 0
            self.provider.hang_up_after_taking -= hangs_up
        if hangs_up:
            self.close_connection = True
            return
        self._answer(201, document(text))

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        if not self._is_allowed():
            return
        if self.provider.status == 503:
            self._answer(503, {})
            return
        found = [document(each) for each in reversed(self.provider.texts) if [each["To"]] == query["To"]]
        self._answer(200, {"messages": found})

    def _is_allowed(self) -> bool:
        credentials = base64.b64encode(f"{ACCOUNT_SID}:{AUTH_TOKEN}".encode()).decode()
        allowed = self.headers["Authorization"] == f"Basic {credentials}" and ACCOUNT_SID in self.path
        if not allowed:
            self._answer(401, {"code": 20003})
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
def serve(port: int = 0, provider: SmsProvider | None = None) -> Iterator[SmsProvider]:
    """Serve on a port of 127.0.0.1, a free one unless told, until the end of the block."""
    provider = provider or SmsProvider()
    provider.answering.set()
    resource = type("Resource", (_Resource,), {"provider": provider})
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
