"""A provider of texts that costs next to nothing: it accepts whatever is posted and remembers when.

`python -m benchmarks.provider PORT` answers each POST as Twilio does. GET on the same path tells how many
were accepted and when the last was; DELETE gives each ({address for receipts: [received, answered]}) and
forgets it. Times are of the machine's monotonic clock, which all its processes share.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import defaultdict
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

from benchmarks.load import content_length

_accepted: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)


class _Connection(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._buffer = b""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        if not separator or len(body) < content_length(head):
            return
        received = time.monotonic()
        self._buffer = b""
        method, path, _ = head.split(b" ", 2)
        self._transport.write(_answer(method.decode(), path.decode(), body.decode(), received))


def _answer(method: str, path: str, body: str, received: float) -> bytes:
    if method == "POST":
        form = parse_qs(body)
        answer = _http(201, {"sid": f"SM{uuid4().hex}", "status": "queued"})
        # The id of the message tells apart what is sent to the same number.
        _accepted[path][form["StatusCallback"][0]] = (received, time.monotonic())
        return answer
    accepted = _accepted[path]
    if method == "DELETE":
        del _accepted[path]
        return _http(200, accepted)
    return _http(200, {"count": len(accepted), "last": max((at for _, at in accepted.values()), default=0.0)})


def _http(status: int, said: object) -> bytes:
    body = json.dumps(said).encode()
    head = f"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class Client:
    """Asks the provider what it has accepted under a path."""

    def __init__(self, port: int) -> None:
        self.port = port

    def count(self, path: str) -> int:
        """How many texts were accepted."""
        return int(self._ask("GET", path)["count"])

    def last(self, path: str) -> float:
        """When the last one was accepted, by the monotonic clock."""
        return float(self._ask("GET", path)["last"])

    def forget(self, path: str) -> dict[str, tuple[float, float]]:
        """Give what was accepted, [received, answered] by the address for receipts, and begin anew."""
        return {name: (at[0], at[1]) for name, at in self._ask("DELETE", path).items()}

    def _ask(self, method: str, path: str) -> dict[str, Any]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path)
        said: dict[str, Any] = json.loads(connection.getresponse().read())
        connection.close()
        return said


async def _serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(_Connection, "127.0.0.1", port, backlog=512)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
