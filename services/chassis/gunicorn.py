"""The configuration of gunicorn: ``gunicorn -c python:chassis.gunicorn 'groups.bootstrap:http_app()'``.

The application is built in each worker, after the fork, so no client of an engine is ever shared.
"""

import json
import logging
import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.http import errors as refused
from gunicorn.workers.ggevent import GeventWorker

from chassis import draining
from chassis.garbage import collect_seldom
from chassis.redaction import redact_text

METRICS_DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"

bind = os.environ.get("HAMRAH_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("HAMRAH_WORKERS", "1"))
worker_class = "chassis.gunicorn.Worker"
logger_class = "chassis.gunicorn.JsonLogger"
worker_connections = 1000
preload_app = False

timeout = 30
graceful_timeout = 20
# Longer than the gateway keeps an idle connection, so that the gateway is the one who closes it.
keepalive = 75

limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190

# The heartbeat file must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
accesslog = None
loglevel = "warning"

if workers > 1 and METRICS_DIRECTORY not in os.environ:
    # The workers share their metrics through files; prometheus_client reads this when it is imported.
    os.environ[METRICS_DIRECTORY] = tempfile.mkdtemp(prefix="hamrah-metrics-")


def post_worker_init(worker: Any) -> None:
    """Settle a worker that has built its application."""
    collect_seldom()


def child_exit(server: Any, worker: Any) -> None:
    """Forget the gauges of a worker that is gone."""
    if METRICS_DIRECTORY in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    """Remove the files of the workers' metrics."""
    if METRICS_DIRECTORY in os.environ:
        shutil.rmtree(os.environ[METRICS_DIRECTORY], ignore_errors=True)


class JsonLines(logging.Formatter):
    """Writes gunicorn's own lines like all others: JSON, redacted."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record as one line."""
        line = {
            "event": "gunicorn",
            "level": record.levelname.lower(),
            "message": redact_text(record.getMessage()),
            "time": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        }
        if record.exc_info:
            line["exception"] = redact_text(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


class JsonLogger(Logger):  # type: ignore[misc]
    """gunicorn's logger with our format."""

    def setup(self, cfg: Any) -> None:
        """Set the handlers up as gunicorn does, then set the format."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())


class Worker(GeventWorker):  # type: ignore[misc]
    """A gevent worker that answers what is no HTTP request with problem details, and repeats none of it."""

    STATUSES = {
        refused.LimitRequestLine: (414, "uri-too-long", "URI Too Long"),
        refused.LimitRequestHeaders: (431, "headers-too-large", "Request Header Fields Too Large"),
        refused.ExpectationFailed: (417, "expectation-failed", "Expectation Failed"),
        refused.UnsupportedTransferCoding: (501, "transfer-coding-unsupported", "Not Implemented"),
    }

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Let what streams end, then all the rest."""
        draining.begin()
        super().handle_exit(sig, frame)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer a request that could not be parsed; gunicorn's answer would be HTML and quote it."""
        if isinstance(exc, refused.ParseException):
            status, code, reason = self.STATUSES.get(type(exc), (400, "bad-request", "Bad Request"))
            self.log.warning("A request was refused: %s", type(exc).__name__)
        else:
            status, code, reason = 500, "internal-error", "Internal Server Error"
            self.log.error("A request failed outside the application", exc_info=exc)
        try:
            client.sendall(_problem(status, code, reason))
        except OSError as error:
            self.log.debug("The client of a refused request was gone: %s", type(error).__name__)


def _problem(status: int, code: str, reason: str) -> bytes:
    body = json.dumps(
        {
            "type": f"urn:hamrah:problem:{code}",
            "title": f"{reason}.",
            "status": status,
            "code": code,
            "trace_id": None,
        }
    )
    head = (
        f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
        f"X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return (head + body).encode("ascii")
