"""What is checked before a view runs: how much it reads, who may call it, which query it takes."""

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask.globals import request_ctx
from gunicorn.http.errors import ParseException

from chassis.http.auth import PARTNER_SYSTEM, admit
from chassis.http.limits import DEFAULT_BODY_LIMIT
from chassis.http.marks import marks_of
from chassis.http.observe import ROUTE
from chassis.http.problems import BAD_REQUEST, BODY_TOO_LARGE, ProblemError, invalid
from chassis.tokens import TokenVerifier

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class UnguardedEndpoint(Exception):
    """A view says neither @requires nor @public, or needs tokens in an app that verifies none."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What one method of one endpoint asks of a request."""

    route: str
    roles: frozenset[str]
    body_limit: int
    takes_query: bool
    scope: str | None


@dataclass(frozen=True, slots=True)
class Door:
    """Whom an endpoint lets in: no roles, anyone; a partner system only with the scope."""

    roles: frozenset[str]
    scope: str | None = None


def doors(app: Flask) -> dict[tuple[str, str], Door]:
    """Give the door of every method and route of an application, to compare them with what is declared."""
    found = {}
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD"}:
            of_view = _rule(rule.rule, app.view_functions[rule.endpoint], method)
            found[method, rule.rule] = Door(of_view.roles, of_view.scope)
    return found


class Gate:
    """Holds the rule of every endpoint, made once when the app is built."""

    def __init__(self, app: Flask, verifier: TokenVerifier | None) -> None:
        self._verifier = verifier
        self._rules = {
            (rule.endpoint, method): _rule(rule.rule, app.view_functions[rule.endpoint], method)
            for rule in app.url_map.iter_rules()
            for method in rule.methods or ()
        }
        for (endpoint, method), rule in self._rules.items():
            if rule.roles and verifier is None:
                raise UnguardedEndpoint(f"{endpoint} ({method}) requires a role, and the app has no verifier")

    def __call__(self) -> None:
        """Let the request through, or end it with 413, 401, 403 or 422."""
        request = request_ctx.request
        if request.url_rule is None:
            return
        environ = request.environ
        rule = self._rules[request.url_rule.endpoint, environ["REQUEST_METHOD"]]
        environ[ROUTE] = rule.route
        if rule.body_limit != DEFAULT_BODY_LIMIT:
            request.max_content_length = rule.body_limit
        length = environ.get("CONTENT_LENGTH")
        if length and (request.content_length or 0) > rule.body_limit:
            raise ProblemError(BODY_TOO_LARGE)
        if rule.roles and self._verifier is not None:
            admit(request, rule.roles, self._verifier, rule.scope)
        if "HTTP_TRANSFER_ENCODING" in environ:
            _read_chunks(environ, rule.body_limit)
        if not rule.takes_query and environ.get("QUERY_STRING"):
            raise invalid({name: ["Unknown field."] for name in request.args} or {"query": ["Not taken."]})


def _read_chunks(environ: "WSGIEnvironment", limit: int) -> None:
    """Read a body that does not say its length, so that whatever reads it later sees one that does.

    Werkzeug would cut such a body at the limit and go on with the part.
    """
    try:
        body = environ["wsgi.input"].read(limit + 1)
    except (ParseException, OSError) as error:
        raise ProblemError(BAD_REQUEST, detail="The chunks of the body are malformed.") from error
    if len(body) > limit:
        raise ProblemError(BODY_TOO_LARGE)
    environ["wsgi.input"] = BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))


def _rule(route: str, view: Any, method: str) -> Rule:
    owner = getattr(view, "view_class", None)
    if owner is not None:
        view = getattr(owner, "get" if method == "HEAD" else method.lower())
    marks = marks_of(view)
    if "access" not in marks:
        raise UnguardedEndpoint(f"{method} {route} says neither @requires(...) nor @public below its route")
    scope = marks.get("scope")
    if (PARTNER_SYSTEM in marks["access"]) != (scope is not None):
        raise UnguardedEndpoint(f"{method} {route}: a partner system and @scoped(...) go together")
    body_limit = marks.get("body_limit", DEFAULT_BODY_LIMIT)
    return Rule(route, marks["access"], body_limit, _takes_query(view), scope)


def _takes_query(view: Any) -> bool:
    """Tell whether an operation reads a query; a page that documents no answer takes any."""
    apidoc = getattr(view, "_apidoc", {})
    parameters = apidoc.get("arguments", {}).get("parameters", [])
    return "response" not in apidoc or any(each["in"] == "query" for each in parameters)
