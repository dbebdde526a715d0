"""W3C trace context, carried through HTTP, the outbox and Kafka by one context variable.

https://www.w3.org/TR/trace-context/#traceparent-header: `00-<trace id>-<parent id>-<flags>`.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")

_traceparent: ContextVar[str | None] = ContextVar("traceparent", default=None)


def current_traceparent() -> str | None:
    """Give the traceparent to hand on, or None outside any trace."""
    return _traceparent.get()


def trace_id() -> str | None:
    """Give the id of the trace this work belongs to, or None outside any trace."""
    traceparent = _traceparent.get()
    return traceparent[3:35] if traceparent else None


@contextmanager
def continue_trace(traceparent: str | None) -> Iterator[str]:
    """Do the enclosed work as a step of the given trace, or of a new one if it is absent or malformed."""
    known = TRACEPARENT.fullmatch(traceparent) if traceparent else None
    trace = known.group(1) if known else secrets.token_hex(16)
    step = f"00-{trace}-{secrets.token_hex(8)}-01"
    token = _traceparent.set(step)
    try:
        yield step
    finally:
        _traceparent.reset(token)
