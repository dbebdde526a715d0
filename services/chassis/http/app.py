"""Builds the Flask application of a service: one edge for all of them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint as FlaskBlueprint
from flask import Flask, request
from flask_smorest import Blueprint as SmorestBlueprint  # type: ignore[import-untyped]

from chassis.http import errors, health, observe, openapi
from chassis.http.auth import admit
from chassis.http.blueprint import Blueprint
from chassis.http.converters import IdConverter
from chassis.http.limits import DEFAULT_BODY_LIMIT
from chassis.http.marks import marks_of
from chassis.http.problems import BODY_TOO_LARGE, Problem, ProblemError, ProblemTable, invalid
from chassis.tokens import TokenVerifier


class UnguardedEndpoint(Exception):
    """A view says neither @requires nor @public, or needs tokens in an app that verifies none."""


def create_app(
    *,
    service: str,
    title: str,
    blueprints: Iterable[FlaskBlueprint],
    problems: Mapping[type[Exception], Problem] | None = None,
    verifier: TokenVerifier | None = None,
    checks: Mapping[str, Callable[[], None]] | None = None,
) -> Flask:
    """Build the application of one service.

    ``problems`` maps domain errors to answers, ``checks`` are the named conditions of readiness (each
    raises when it fails), ``verifier`` may be None where every view is public.
    """
    table = ProblemTable(dict(problems or {}))
    app = _bare_app(service, title)
    api = openapi.DocumentedApi(app, table)
    for blueprint in blueprints:
        _register(app, api, blueprint)
    health.install(app, checks or {})
    openapi.install(app, service)
    observe.install(app)
    errors.install(app, table)
    _guard(app, verifier)
    return app


def _bare_app(service: str, title: str) -> Flask:
    app = Flask(service, static_folder=None)
    app.config.update(
        API_TITLE=title,
        API_VERSION=openapi.API_VERSION,
        OPENAPI_VERSION=openapi.OPENAPI_VERSION,
        MAX_CONTENT_LENGTH=DEFAULT_BODY_LIMIT,
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.converters["id"] = IdConverter
    return app


def _register(app: Flask, api: openapi.DocumentedApi, blueprint: FlaskBlueprint) -> None:
    if isinstance(blueprint, Blueprint):
        api.register_blueprint(blueprint)
    elif isinstance(blueprint, SmorestBlueprint):
        raise TypeError(f"Make the blueprint {blueprint.name} of chassis.http.Blueprint")
    else:
        app.register_blueprint(blueprint)


class _Gate:
    """What is checked before a view runs: how much it reads, who may call it, which query it takes."""

    def __init__(self, app: Flask, verifier: TokenVerifier | None) -> None:
        self._verifier = verifier
        self._rules: dict[tuple[str, str], tuple[frozenset[str], int, bool]] = {}
        for rule in app.url_map.iter_rules():
            for method in rule.methods or ():
                self._rules[rule.endpoint, method] = self._rule(app, rule.endpoint, method)

    def _rule(self, app: Flask, endpoint: str, method: str) -> tuple[frozenset[str], int, bool]:
        view: Any = app.view_functions[endpoint]
        owner = getattr(view, "view_class", None)
        view = view if owner is None else getattr(owner, "get" if method == "HEAD" else method.lower())
        marks = marks_of(view)
        if "access" not in marks:
            raise UnguardedEndpoint(
                f"{endpoint} ({method}) says neither @requires(...) nor @public under its route"
            )
        if marks["access"] and self._verifier is None:
            raise UnguardedEndpoint(f"{endpoint} ({method}) requires a role, and the app has no verifier")
        return marks["access"], marks.get("body_limit", DEFAULT_BODY_LIMIT), _takes_no_query(view)

    def __call__(self) -> None:
        endpoint = request.endpoint
        if endpoint is None:
            return
        access, limit, takes_no_query = self._rules[endpoint, request.method]
        if limit != DEFAULT_BODY_LIMIT:
            request.max_content_length = limit
        if (request.content_length or 0) > limit:
            raise ProblemError(BODY_TOO_LARGE)
        if access and self._verifier is not None:
            admit(request, access, self._verifier)
        if takes_no_query and request.environ.get("QUERY_STRING"):
            raise invalid(
                {name: ["Unknown field."] for name in request.args} or {"query": ["Unknown field."]}
            )


def _takes_no_query(view: Any) -> bool:
    """Tell whether a documented operation reads no query at all; pages that document nothing are free."""
    apidoc = getattr(view, "_apidoc", {})
    if "response" not in apidoc:
        return False
    parameters = apidoc.get("arguments", {}).get("parameters", [])
    return all(each["in"] != "query" for each in parameters)


def _guard(app: Flask, verifier: TokenVerifier | None) -> None:
    app.before_request(_Gate(app, verifier))
