"""What is seen of each request from outside: ids, one log line, one metric, headers. No address, no body."""

import re
from collections.abc import Iterable
from time import perf_counter
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request
from prometheus_client import Histogram

from chassis.ids import new_id
from chassis.logs import get_logger
from chassis.tracing import continue_trace, current_traceparent

log = get_logger()

DURATION = Histogram(
    "http_request_duration_seconds",
    "Time from the first line of a request to its answer.",
    ("method", "route", "status"),
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNLOGGED = frozenset({"/health/live", "/health/ready", "/metrics"})
"""Asked every few seconds by machines; they are counted, not logged."""

# A request id is logged, so it must not be able to carry a phone number: a UUID, with dashes or without.
_REQUEST_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")

SECURITY_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "DENY"),
)
DEFAULT_HEADERS = (
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
)

_children: dict[tuple[str, str, int], Any] = {}

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def install(app: Flask) -> None:
    """Give every request its ids, and its log line, metric and headers when it is answered."""
    app.wsgi_app = _traced(app.wsgi_app)  # type: ignore[assignment, method-assign]
    app.after_request(_finish)


def request_id() -> str:
    """Return the id of this request: the client's X-Request-ID when it is a UUID, a new one otherwise."""
    environ = request.environ
    known = environ.get("hamrah.request_id")
    if known is None:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        known = environ["hamrah.request_id"] = given if _REQUEST_ID.fullmatch(given) else new_id()
    return str(known)


def _traced(wsgi: "WSGIApplication") -> "WSGIApplication":
    def traced(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ["hamrah.started"] = perf_counter()
        with continue_trace(environ.get("HTTP_TRACEPARENT")):
            return wsgi(environ, start_response)

    return traced


def _finish(response: Response) -> Response:
    if response.status_code == 204:
        response.set_data(b"")
        del response.headers["Content-Type"]
    _add_headers(response)
    _record(response.status_code)
    return response


def _add_headers(response: Response) -> None:
    headers = response.headers
    headers.extend(SECURITY_HEADERS)
    for name, value in DEFAULT_HEADERS:
        if name not in headers:
            headers.add(name, value)
    headers.add("X-Request-ID", request_id())
    headers.add("traceparent", current_traceparent() or "")


def _record(status: int) -> None:
    seconds = perf_counter() - request.environ["hamrah.started"]
    rule = request.url_rule
    route = rule.rule if rule is not None else "unmatched"
    method = request.method if request.method in METHODS else "other"
    labels = (method, route, status)
    child = _children.get(labels)
    if child is None:
        child = _children[labels] = DURATION.labels(method, route, str(status))
    child.observe(seconds)
    if route not in UNLOGGED:
        log.info(
            "request_served",
            method=method,
            route=route,
            status=status,
            milliseconds=round(seconds * 1000, 1),
            request_id=request_id().replace("-", ""),
        )
