"""Writes what a view returns through a schema, as JSON; stands in for flask-smorest's own wrapper."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Response
from marshmallow import Schema
from werkzeug.wrappers import Response as AnyResponse


def answer_writer(status: int, schema: type[Schema] | Schema | None) -> Callable[[Any], AnyResponse]:
    """Make the function that turns a view's result into a response.

    A view returns the data alone, ``(data, status)``, ``(data, headers)``, ``(data, status, headers)``, or
    a response of its own. A 204 has no body, whatever the view returns.
    """
    prepared = schema() if isinstance(schema, type) else schema

    def write(result: Any) -> AnyResponse:
        if isinstance(result, AnyResponse):
            return result
        data, actual, headers = _unpack(result, status)
        if actual == HTTPStatus.NO_CONTENT:
            return _no_content(headers)
        written = data if prepared is None else prepared.dump(data)
        return Response(json.dumps(written, separators=(",", ":")), actual, headers, "application/json")

    return write


def _unpack(result: Any, status: int) -> tuple[Any, int, Any]:
    if type(result) is not tuple:
        return result, status, None
    if len(result) == 3:
        return result
    data, other = result
    return (data, other, None) if isinstance(other, int) else (data, status, other)


def _no_content(headers: Any) -> Response:
    response = Response(status=HTTPStatus.NO_CONTENT, headers=headers)
    response.headers.pop("Content-Type", None)
    return response
