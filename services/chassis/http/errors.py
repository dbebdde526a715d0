"""Answers every exception with problem details, and tells the outside nothing of a bug but a trace id."""

import json
import sys
from typing import Any

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from chassis.http import problems as p
from chassis.http.problems import ProblemError, ProblemTable
from chassis.logs import get_logger
from chassis.tracing import trace_id

log = get_logger()


def install(app: Flask, table: ProblemTable) -> None:
    """Make problem details the answer to every exception that a request ends with."""

    def answer(error: Exception) -> Any:
        if isinstance(error, HTTPException) and error.response is not None:
            return error.response
        return render(_problem_of(error, table))

    app.register_error_handler(Exception, answer)


def render(error: ProblemError) -> Response:
    """Write a problem as an application/problem+json response."""
    problem = error.problem
    body: dict[str, Any] = {
        "type": p.TYPE_PREFIX + problem.code,
        "title": problem.title,
        "status": problem.status,
        "code": problem.code,
        "trace_id": trace_id(),
        **error.members,
    }
    if error.detail:
        body["detail"] = error.detail
    if error.errors:
        body["errors"] = error.errors
    return Response(json.dumps(body), problem.status, error.headers, mimetype=p.MEDIA_TYPE)


def _problem_of(error: Exception, table: ProblemTable) -> ProblemError:
    if isinstance(error, ProblemError):
        return error
    mapped = table.translate(error)
    if mapped is not None:
        return mapped
    if isinstance(error, HTTPException):
        return _of_http_exception(error)
    if _is_engine_error(error):
        log.warning("engine_unavailable", error=type(error).__name__)
        return ProblemError(p.UNAVAILABLE, headers={"Retry-After": str(p.RETRY_AFTER_SECONDS)})
    log.error("request_failed", exc_info=error)
    return ProblemError(p.INTERNAL_ERROR)


def _of_http_exception(error: HTTPException) -> ProblemError:
    # Allow of a 405 and Retry-After of a 429 are part of the answer; the HTML content type is not.
    headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    return ProblemError(p.of_status(error.code or 500), headers=headers)


def _is_engine_error(error: Exception) -> bool:
    """Tell a failing engine from a bug; a process without MongoDB never loads its driver for this."""
    mongo = sys.modules.get("chassis.mongo")
    return mongo is not None and isinstance(error, mongo.ENGINE_ERRORS)
