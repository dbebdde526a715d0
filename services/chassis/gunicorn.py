"""The configuration of gunicorn: ``gunicorn -c python:chassis.gunicorn 'groups.bootstrap:http_app()'``.

The application is built in each worker, after the fork, so no client of an engine is ever shared.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

bind = os.environ.get("HAMRAH_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("HAMRAH_WORKERS", "1"))
worker_class = "gevent"
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

if workers > 1:
    # The workers share their metrics through files; prometheus_client reads this when it is imported.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="hamrah-metrics-")


def child_exit(server: Any, worker: Any) -> None:
    """Forget the gauges of a worker that is gone."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
