"""Builds the Flask application of a service: one edge for all of them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint as FlaskBlueprint
from flask import Flask
from flask_smorest import Blueprint as SmorestBlueprint  # type: ignore[import-untyped]

from chassis.http import errors, health, observe, openapi
from chassis.http.blueprint import Blueprint
from chassis.http.converters import DateConverter, IdConverter
from chassis.http.gate import Gate
from chassis.http.limits import DEFAULT_BODY_LIMIT
from chassis.http.problems import Problem, ProblemTable
from chassis.tokens import TokenVerifier


class EdgeApp(Flask):
    """Flask for views that are all plain functions."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Take the view as it is: asking, several times a request, whether it is async costs time."""
        return func


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
    observe.install(app, service)
    errors.install(app, table)
    app.before_request(Gate(app, verifier))
    return app


def _bare_app(service: str, title: str) -> Flask:
    app = EdgeApp(service, static_folder=None)
    app.config.update(
        API_TITLE=title,
        API_VERSION=openapi.API_VERSION,
        OPENAPI_VERSION=openapi.OPENAPI_VERSION,
        MAX_CONTENT_LENGTH=DEFAULT_BODY_LIMIT,
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.converters["id"] = IdConverter
    app.url_map.converters["date"] = DateConverter
    return app


def _register(app: Flask, api: openapi.DocumentedApi, blueprint: FlaskBlueprint) -> None:
    if isinstance(blueprint, Blueprint):
        api.register_blueprint(blueprint)
    elif isinstance(blueprint, SmorestBlueprint):
        raise TypeError(f"Make the blueprint {blueprint.name} of chassis.http.Blueprint")
    else:
        app.register_blueprint(blueprint)
