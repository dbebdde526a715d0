"""How a process without HTTP of its own lives: signals, health, metrics, exit codes."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import FrameType

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from chassis.garbage import collect_seldom
from chassis.logs import get_logger

log = get_logger()

Checks = Mapping[str, Callable[[], None]]


class _Pages(BaseHTTPRequestHandler):
    """`/metrics` for Prometheus; `/health`, `/health/live` and `/health/ready` for the supervisor."""

    stopping: threading.Event
    checks: Checks

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/metrics":
            self._answer(200, CONTENT_TYPE_LATEST, generate_latest())
        elif path in ("/health", "/health/live"):
            self._answer(200, "application/json", b'{"status":"live"}')
        elif path == "/health/ready":
            self._answer_readiness()
        else:
            self._answer(404, "application/json", b'{"status":"unknown"}')

    def _answer_readiness(self) -> None:
        failed = self._failed_checks()
        if self.stopping.is_set() or failed:
            self._answer(503, "application/json", b'{"status":"not ready"}')
        else:
            self._answer(200, "application/json", b'{"status":"ready"}')

    def _failed_checks(self) -> list[str]:
        failed = []
        for name, check in self.checks.items():
            try:
                check()
            except Exception as error:  # noqa: BLE001 - whatever a check raises, the process is not ready.
                log.warning("readiness_check_failed", check=name, cause=type(error).__name__)
                failed.append(name)
        return failed

    def _answer(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Keep the scrapes out of the log."""


@contextmanager
def serve_pages(host: str, port: int, stopping: threading.Event, checks: Checks) -> Iterator[int]:
    """Serve metrics and health while the enclosed work runs; yields the port (0: the system chooses)."""
    pages = type("Pages", (_Pages,), {"stopping": stopping, "checks": checks})
    server = ThreadingHTTPServer((host, port), pages)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, name="pages", daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def _stop_on_signals(stop: threading.Event) -> None:
    """Ask for an orderly stop at the first SIGTERM or SIGINT; a second one ends the process at once."""

    def ask(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        stop.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)


def run(name: str, main: Callable[[threading.Event], None], checks: Checks | None = None) -> None:
    """Run `main` until it returns, and exit: 0 after an orderly stop, 1 after an error or an early return.

    `main` gets the event that SIGTERM and SIGINT set. Metrics and health are served on
    HAMRAH_METRICS_HOST (default 127.0.0.1) and HAMRAH_METRICS_PORT, if that is set.
    """
    collect_seldom()
    stop = threading.Event()
    _stop_on_signals(stop)
    port = os.environ.get("HAMRAH_METRICS_PORT")
    try:
        if port:
            host = os.environ.get("HAMRAH_METRICS_HOST", "127.0.0.1")
            with serve_pages(host, int(port), stop, checks or {}):
                _guarded(name, main, stop)
        else:
            _guarded(name, main, stop)
    except OSError as error:
        sys.exit(f"{name} cannot serve its metrics on port {port}: {error.strerror}.")


def _guarded(name: str, main: Callable[[threading.Event], None], stop: threading.Event) -> None:
    log.info("process_started", process=name)
    try:
        main(stop)
    except Exception:
        log.exception("process_failed", process=name)
        sys.exit(1)
    if not stop.is_set():
        log.error("process_ended_unasked", process=name)
        sys.exit(1)
    log.info("process_stopped", process=name)


def run_together(roles: Sequence[Callable[[], None]], stop: threading.Event) -> None:
    """Run each role in a thread; if one fails the others are told to stop, and its error is raised."""
    with ThreadPoolExecutor(len(roles)) as threads:
        running = [threads.submit(role) for role in roles]
        wait(running, return_when=FIRST_EXCEPTION)
        stop.set()
    for role in running:
        role.result()
