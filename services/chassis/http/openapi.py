"""The API document (OpenAPI 3.1) of a service: served by it, and written to a file without any engine."""

import json
from typing import Any

from flask import Flask, Response
from flask_smorest import Api  # type: ignore[import-untyped]
from marshmallow import fields

from chassis.http.auth import public
from chassis.http.blueprint import PROBLEM_SCHEMA, SECURITY_SCHEME
from chassis.http.converters import DateConverter, IdConverter, document_date, document_id
from chassis.http.problems import ProblemTable
from chassis.http.schemas import UtcDateTime

OPENAPI_VERSION = "3.1.0"
API_VERSION = "1.0.0"
NO_NUL = r"^[^\x00]*$"
NO_NUL_IN_A_URL = r"^[^\x00\ufffd]*$"  # what was no UTF-8 is read as U+FFFD, and refused
_END = r"\Z"

_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status", "code", "trace_id"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {"type": "string", "pattern": "^[a-z0-9-]+$", "description": "What a client acts on."},
        "detail": {"type": "string"},
        "errors": {
            "type": "object",
            "description": "Messages by field path.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "trace_id": {"type": ["string", "null"], "description": "Quote it when you ask about this answer."},
    },
}
_BEARER = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


class DocumentedApi(Api):  # type: ignore[misc]
    """flask-smorest's extension, with our problem details in the place of its error format."""

    # Each operation documents its own problems.
    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask, problems: ProblemTable, **kwargs: Any) -> None:
        self.problems = problems
        super().__init__(app, **kwargs)
        self.register_converter(IdConverter, document_id)
        self.register_converter(DateConverter, document_date)
        self.register_field(UtcDateTime, "string", "date-time")
        self.ma_plugin.converter.add_attribute_function(_pattern_as_checked)
        self.ma_plugin.converter.add_attribute_function(_text_without_nul)
        self.spec.components.schema(PROBLEM_SCHEMA, _PROBLEM)
        self.spec.components.security_scheme(SECURITY_SCHEME, _BEARER)

    def _register_error_handlers(self) -> None:
        """Leave errors to chassis.http.errors."""

    def _register_responses(self) -> None:
        """Document no general responses: each operation names its own."""

    def _register_pagination_header(self) -> None:
        """Document no page header: pages go by cursor, in the body."""


def _pattern_as_checked(_converter: Any, field: Any, ret: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Write a validator's pattern as JSON Schema reads it: it looks anywhere, and knows no ``\\Z``."""
    pattern = ret.get("pattern")
    if pattern is None or "pattern" in field.metadata:
        return {}
    return {"pattern": f"^{pattern.removeprefix('^').removesuffix(_END)}{'$' * pattern.endswith(_END)}"}


def _text_without_nul(_converter: Any, field: Any, ret: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say of every text that is not narrower already that it holds no NUL, as the reader demands."""
    narrower = {"pattern", "enum", "format"} & set(ret)
    return {"pattern": NO_NUL} if isinstance(field, fields.String) and not narrower else {}


def document(app: Flask) -> dict[str, Any]:
    """Return the app's API document, in an order that depends on nothing but its content."""
    api = app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    spec: dict[str, Any] = json.loads(json.dumps(api.spec.to_dict(), sort_keys=True))
    for operations in spec["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()) if isinstance(operation, dict) else ():
                _as_in_a_url(parameter.get("schema", {}))
    first = ("openapi", "info", "servers", "tags", "paths")
    return {name: spec[name] for name in (*first, *sorted(spec)) if name in spec}


def _as_in_a_url(schema: dict[str, Any]) -> None:
    """Say of a parameter what it may be: what is None inside when it is left out cannot be null in a URL."""
    if schema.get("pattern") == NO_NUL:
        schema["pattern"] = NO_NUL_IN_A_URL
    if isinstance(schema.get("type"), list):
        (schema["type"],) = (each for each in schema["type"] if each != "null")
    if "enum" in schema:
        schema["enum"] = [each for each in schema["enum"] if each is not None]
    if schema.get("default", ...) is None:
        del schema["default"]


def install(app: Flask, service: str) -> None:
    """Serve the document at /openapi.json, and where the gateway forwards to this service."""
    rendered: list[str] = []

    @public
    def openapi() -> Response:
        if not rendered:
            rendered.append(json.dumps(document(app), ensure_ascii=False))
        return Response(rendered[0], mimetype="application/json")

    app.add_url_rule("/openapi.json", "openapi", openapi)
    app.add_url_rule(f"/api/{service}/openapi.json", "openapi_behind_gateway", openapi)
