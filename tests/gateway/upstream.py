"""A tiny service behind the gateway: it echoes what reached it, and alumni's also publishes keys."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class _Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        upstream: Upstream = self.server.upstream  # type: ignore[attr-defined]
        if self.path == "/.well-known/jwks.json":
            answer = upstream.keys
        else:
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = {"path": self.path, "headers": headers, "bytes": len(body), "name": upstream.name}
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815 - the standard library's names

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests look at what was echoed."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    upstream: "Upstream"


class Upstream:
    """One echoing service on a port of its own; `keys` is what it publishes as JWKS."""

    def __init__(self, name: str, keys: dict[str, Any]) -> None:
        self.name = name
        self.keys = keys
        self._server = _Server(("127.0.0.1", 0), _Echo)
        self._server.upstream = self
        self.address = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Close the port."""
        self._server.shutdown()
        self._server.server_close()
