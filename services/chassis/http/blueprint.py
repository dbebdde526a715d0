"""The blueprint of an API: flask-smorest's, with our reader and the problems of each operation documented."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint as SmorestBlueprint  # type: ignore[import-untyped]

from chassis.http import problems as p
from chassis.http.gate import UnguardedEndpoint
from chassis.http.marks import View, mark, marks_in
from chassis.http.problems import Problem
from chassis.http.reader import RequestReader
from chassis.http.writer import answer_writer

PROBLEM_SCHEMA = "Problem"
SECURITY_SCHEME = "bearer"

_HEADERS_OF_STATUS = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}, "description": "The Bearer challenge."}},
    429: {"Retry-After": {"schema": {"type": "string"}, "description": "Seconds to wait."}},
    503: {"Retry-After": {"schema": {"type": "string"}, "description": "Seconds to wait."}},
}


def raises(*errors: type[Exception] | Problem) -> Callable[[View], View]:
    """Say which domain errors (or problems) a view answers with, so that the API document names them."""

    def decorate(view: View) -> View:
        return mark(view, raises=errors)

    return decorate


class Blueprint(SmorestBlueprint):  # type: ignore[misc]
    """Groups the operations of an API; ``@arguments`` and ``@response`` are flask-smorest's."""

    ARGUMENTS_PARSER = RequestReader()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare_doc_cbks.append(self._prepare_problems_doc)

    def arguments(self, schema: Any, *, required: bool = True, **kwargs: Any) -> Any:
        """Load a part of the request; ``required=False`` takes a missing JSON body for an empty object."""
        documented = super().arguments(schema, required=required, **kwargs)
        location = kwargs.get("location", "json")
        read = self.ARGUMENTS_PARSER.use_args(schema, location=location, required=required)

        def decorate(view: View) -> Any:
            reader = read(view)
            reader._apidoc = documented(view)._apidoc  # type: ignore[attr-defined]
            return reader

        return decorate

    def response(self, status_code: int, schema: Any = None, **kwargs: Any) -> Any:
        """Document the answer of a view and write it by its schema; a 204 has no body at all."""
        documented = super().response(status_code, schema, **kwargs)
        write = answer_writer(status_code, schema)

        def decorate(view: View) -> Any:
            @wraps(view)
            def answered(*args: Any, **kwargs: Any) -> Any:
                return write(view(*args, **kwargs))

            answered._apidoc = documented(view)._apidoc  # type: ignore[attr-defined]
            return answered

        return decorate

    def add_url_rule(self, rule: str, *args: Any, **kwargs: Any) -> None:
        """Register a route, and remember what its documentation needs of it."""
        # flask-smorest would say of a path, so of all its methods, what one operation takes.
        parameters = kwargs.pop("parameters", ())
        super().add_url_rule(rule, *args, **kwargs)
        endpoint = self._endpoints[-1]
        methods = {name: info for name, info in self._docs[endpoint].items() if name != "parameters"}
        for method, info in methods.items():
            if "access" not in marks_in(info):
                raise UnguardedEndpoint(f"{rule} says neither @requires(...) nor @public below its route")
            info["has_path_parameters"] = "<" in rule
            info["own_parameters"] = parameters
            info["operation_id"] = endpoint if len(methods) == 1 else f"{method}_{endpoint}"

    def _prepare_problems_doc(self, doc: Any, doc_info: Any, *, api: Any, **_: Any) -> Any:
        marks = marks_in(doc_info)
        grouped: dict[int, list[Problem]] = defaultdict(list)
        for problem in (*_general(doc, doc_info, marks), *_declared(marks, api.problems)):
            if problem not in grouped[problem.status]:
                grouped[problem.status].append(problem)
        if doc_info["own_parameters"]:
            doc["parameters"] = [*doc.get("parameters", ()), *doc_info["own_parameters"]]
        responses = doc.setdefault("responses", {})
        for status, group in sorted(grouped.items()):
            responses[status] = _response(status, group)
        doc["security"] = [{SECURITY_SCHEME: []}] if marks.get("access") else []
        doc.setdefault("operationId", doc_info["operation_id"])
        return doc


def _general(doc: Any, doc_info: Any, marks: dict[str, Any]) -> Iterable[Problem]:
    """Name the problems that follow from what an operation takes, whatever it does."""
    yield from (p.BODY_TOO_LARGE, p.TOO_MANY_REQUESTS, p.UNAVAILABLE, p.INPUT_INVALID)
    if marks.get("access"):
        yield from (p.TOKEN_MISSING, p.TOKEN_EXPIRED, p.TOKEN_REFUSED, p.NOT_ALLOWED, p.KEYS_UNAVAILABLE)
    if marks.get("scope"):
        yield p.SCOPE_MISSING
    if "requestBody" in doc:
        yield from (p.BAD_REQUEST, p.JSON_MALFORMED, p.ENCODING_INVALID, p.CONTENT_TYPE_UNSUPPORTED)
    if doc_info["has_path_parameters"]:
        yield p.NOT_FOUND


def _declared(marks: dict[str, Any], table: p.ProblemTable) -> Iterable[Problem]:
    for error in marks.get("raises", ()):
        problem = error if isinstance(error, Problem) else table.find(error)
        if problem is None:
            raise TypeError(f"@raises names {error.__qualname__}, which the problems of the app do not map")
        yield problem


def _response(status: int, group: list[Problem]) -> dict[str, Any]:
    """Describe one status: its codes in words, the problem schema, the headers that come with it."""
    lines = [HTTPStatus(status).phrase, *(f"- `{each.code}`: {each.title}" for each in group)]
    response: dict[str, Any] = {
        "description": "\n".join(lines),
        "content": {p.MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{PROBLEM_SCHEMA}"}}},
    }
    if status in _HEADERS_OF_STATUS:
        response["headers"] = _HEADERS_OF_STATUS[status]
    return response
