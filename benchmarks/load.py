"""A load client that costs little: prebuilt requests over kept-alive connections, on asyncio's protocols.

It runs in a process of its own (`python -m benchmarks.load` reads a plan from stdin and answers on stdout):
the client costs the same for a baseline and for the platform, and shares no interpreter with either.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one round of requests gave; latencies in milliseconds."""

    seconds: float
    statuses: dict[int, int]
    latencies: list[float]

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """Give the latency that `share` (0 to 1) of the requests stayed under, in milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def post(path: str, body: bytes = b"{}", headers: dict[str, str] | None = None) -> bytes:
    """Write one POST request as it goes over the wire."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
    lines += [f"Content-Length: {len(body)}", *(f"{k}: {v}" for k, v in (headers or {}).items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def get(path: str, headers: dict[str, str] | None = None) -> bytes:
    """Write one GET request as it goes over the wire."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{k}: {v}" for k, v in (headers or {}).items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def run(port: int, requests: Sequence[bytes], clients: int) -> Result:
    """Send every request once, `clients` at a time, from a process of its own."""
    plan = {"port": port, "clients": clients, "requests": [r.decode() for r in requests]}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=json.dumps(plan).encode(),
        stdout=subprocess.PIPE,
        check=True,
        timeout=300,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return Result(
        seconds=answer["seconds"],
        statuses={int(status): n for status, n in answer["statuses"].items()},
        latencies=answer["latencies"],
    )


class _Client(asyncio.Protocol):
    """One connection that sends the next request as soon as the last answer is whole."""

    def __init__(self, requests: Iterator[bytes], done: asyncio.Future[None], tally: _Tally) -> None:
        self._requests, self._done, self._tally = requests, done, tally
        self._buffer = b""
        self._sent = 0.0
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def _next(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self._transport.close()
            self._finish()
            return
        self._sent = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        if not separator or len(body) < content_length(head):
            return
        self._tally.latencies.append((time.perf_counter() - self._sent) * 1000)
        self._tally.statuses[int(head[9:12])] += 1
        self._buffer = b""
        self._next()

    def connection_lost(self, error: Exception | None) -> None:
        self._finish(ConnectionError("the server closed a connection") if error is None else error)

    def _finish(self, error: Exception | None = None) -> None:
        if self._done.done():
            return
        if error is None:
            self._done.set_result(None)
        else:
            self._done.set_exception(error)


class _Tally:
    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()
        self.latencies: list[float] = []


def content_length(head: bytes) -> int:
    """Read how long the body is; 0 where nothing is said."""
    _, _, value = head.lower().partition(b"content-length:")
    return int(value.split(b"\r\n", 1)[0] or 0)


async def _play(port: int, requests: Sequence[bytes], clients: int) -> dict[str, Any]:
    loop = asyncio.get_running_loop()
    tally, queue = _Tally(), iter(requests)
    finished: list[asyncio.Future[None]] = [loop.create_future() for _ in range(clients)]
    start = time.perf_counter()
    for done in finished:
        await loop.create_connection(lambda done=done: _Client(queue, done, tally), "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.gather(*finished)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "statuses": tally.statuses, "latencies": tally.latencies}


if __name__ == "__main__":
    plan = json.load(sys.stdin)
    requests = [request.encode() for request in plan["requests"]]
    json.dump(asyncio.run(_play(plan["port"], requests, plan["clients"])), sys.stdout)
