"""What is seen of each request from outside: ids, one log line, one metric, headers. No address, no body.

It wraps the WSGI application and costs a few microseconds a request, so it is written plainly:
headers are appended to the list that goes out, and the log line is composed of values that cannot
hold a detail of a person (a method, a route's template, numbers, hexadecimal ids).
"""

import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any

from flask import Flask, request
from prometheus_client import Histogram

from chassis.ids import new_id
from chassis.tracing import continue_trace

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

DURATION = Histogram(
    "http_request_duration_seconds",
    "Time from the first line of a request to its answer.",
    ("method", "route", "status"),
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNMATCHED = "unmatched"
UNLOGGED = frozenset({"/health/live", "/health/ready", "/metrics"})
"""Asked every few seconds by machines; they are counted, not logged."""

# A request id is logged, so it must not be able to carry a phone number: a UUID, with dashes or without.
_REQUEST_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")

SECURITY_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "DENY"),
)
NO_STORE = ("Cache-Control", "no-store")
NO_CONTENT = ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")

_LINE = (
    '{{"event": "request_served", "level": "info", "service": "{service}", "method": "{method}", '
    '"route": "{route}", "status": {status}, "milliseconds": {milliseconds:.1f}, '
    '"request_id": "{request_id}", "trace_id": "{trace_id}", "time": "{time}Z"}}\n'
)
_root_logger = logging.getLogger()
_children: dict[tuple[str, str, str], Any] = {}

ROUTE = "hamrah.route"
REQUEST_ID = "hamrah.request_id"


def install(app: Flask, service: str) -> None:
    """Give every request its ids, and its log line, metric and headers when it is answered."""
    app.wsgi_app = _observed(app.wsgi_app, service)  # type: ignore[assignment, method-assign]


def request_id() -> str:
    """Return the id of this request: the client's X-Request-ID when it is a UUID, a new one otherwise."""
    return str(request.environ[REQUEST_ID])


def _observed(wsgi: "WSGIApplication", service: str) -> "WSGIApplication":
    def observed(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        started = perf_counter()
        given = environ.get("HTTP_X_REQUEST_ID", "")
        name = environ[REQUEST_ID] = given if _REQUEST_ID.fullmatch(given) else new_id()
        with continue_trace(environ.get("HTTP_TRACEPARENT")) as traceparent:

            def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
                _add_headers(headers, name, traceparent)
                _record(environ, service, status[:3], perf_counter() - started, traceparent)
                return start_response(status, headers, exc_info)

            return wsgi(environ, start)

    return observed


def _add_headers(headers: list[tuple[str, str]], name: str, traceparent: str) -> None:
    present = {header for header, _ in headers}
    headers += SECURITY_HEADERS
    if "Cache-Control" not in present:
        headers.append(NO_STORE)
    if "Content-Security-Policy" not in present:
        headers.append(NO_CONTENT)
    headers.append(("X-Request-ID", name))
    headers.append(("traceparent", traceparent))


def _record(environ: "WSGIEnvironment", service: str, status: str, seconds: float, traceparent: str) -> None:
    route = environ.get(ROUTE, UNMATCHED)
    method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in METHODS else "other"
    labels = (method, route, status)
    child = _children.get(labels)
    if child is None:
        child = _children[labels] = DURATION.labels(*labels)
    child.observe(seconds)
    if route in UNLOGGED or not _root_logger.isEnabledFor(logging.INFO):
        return
    line = _LINE.format(
        service=service,
        method=method,
        route=route,
        status=status,
        milliseconds=seconds * 1000,
        request_id=environ[REQUEST_ID].replace("-", ""),
        trace_id=traceparent[3:35],
        time=datetime.now(UTC).isoformat()[:-6],
    )
    sys.stdout.write(line)
    sys.stdout.flush()
