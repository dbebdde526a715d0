"""Server-Sent Events (https://html.spec.whatwg.org/multipage/server-sent-events.html), few and for a time.

A stream holds a connection and asks the database again and again. So a worker has a bounded number of
them, each ends by itself or with its worker, and a comment now and then keeps the gateway from closing what
is quiet.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import BoundedSemaphore

from flask import Response

from chassis import draining

EVENT_STREAM = "text/event-stream"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

Look = Callable[[], Mapping[str, int]]


class TooManyStreams(Exception):
    """This worker streams to as many as it may."""


@dataclass(frozen=True, kw_only=True)
class Streams:
    """How many streams a worker has, and their rhythm in seconds."""

    most: int = 200
    life: float = 120.0
    look: float = 2.0  # between two looks at the database
    heartbeat: float = 15.0
    retry: float = 3.0  # after which the listener connects again
    free: BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "free", BoundedSemaphore(self.most))


def streamed(look: Look, name: str, streams: Streams) -> Response:
    """Answer with what `look` gives, at once and whenever it changed; raises TooManyStreams."""
    if not streams.free.acquire(blocking=False):
        raise TooManyStreams
    response = Response(_events(look, name, streams), headers=_HEADERS, mimetype=EVENT_STREAM)
    # Also a stream that nobody began to read, or whose listener went away, gives its place back.
    response.call_on_close(streams.free.release)
    return response


def _events(look: Look, name: str, streams: Streams) -> Iterator[str]:
    yield f"retry: {int(streams.retry * 1000)}\n\n"
    ends_at, said_at, last = time.monotonic() + streams.life, time.monotonic(), None
    while time.monotonic() < ends_at and not draining.has_begun():
        found = look()
        if found != last:
            yield f"event: {name}\ndata: {json.dumps(found)}\n\n"
            said_at, last = time.monotonic(), found
        elif time.monotonic() - said_at >= streams.heartbeat:
            yield ": still here\n\n"
            said_at = time.monotonic()
        time.sleep(streams.look)
