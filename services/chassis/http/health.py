"""What an orchestrator and a scraper ask: alive, ready, metrics."""

import os
from collections.abc import Callable, Mapping

from flask import Flask, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest

from chassis.http.auth import public
from chassis.http.problems import RETRY_AFTER_SECONDS, Problem, ProblemError
from chassis.logs import get_logger

log = get_logger()

Check = Callable[[], None]

NOT_READY = Problem(503, "not-ready", "The service cannot reach what it needs.")


def install(app: Flask, checks: Mapping[str, Check]) -> None:
    """Serve /health/live, /health/ready and /metrics."""

    @public
    def live() -> Response:
        return jsonify(status="live")

    @public
    def ready() -> Response:
        results = {name: "ok" if _passes(name, check) else "failed" for name, check in checks.items()}
        if "failed" in results.values():
            headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
            raise ProblemError(NOT_READY, headers=headers, members={"checks": results})
        return jsonify(status="ready", checks=results)

    app.add_url_rule("/health/live", "health_live", live)
    app.add_url_rule("/health/ready", "health_ready", ready)
    app.add_url_rule("/metrics", "metrics", metrics)


@public
def metrics() -> Response:
    """Write the metrics of this worker, or of all workers together where there are several."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client.multiprocess import MultiProcessCollector

        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _passes(name: str, check: Check) -> bool:
    try:
        check()
    except Exception as error:  # noqa: BLE001 - whatever a check raises is its answer: not ready.
        log.warning("readiness_check_failed", check=name, error=type(error).__name__)
        return False
    return True
