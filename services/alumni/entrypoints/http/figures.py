"""Programme figures: of the own centre, of every centre, and for a centre's own systems."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from datetime import datetime
from typing import Any

from flask import Response

from alumni.domain.api_key import Scope
from alumni.domain.errors.api_keys import KeyRefused
from alumni.domain.figures import Figures, Span
from alumni.domain.member import Role
from alumni.domain.use import day_of, week_of
from alumni.entrypoints.figures_table import written_table
from alumni.entrypoints.http.context import context
from alumni.entrypoints.http.partner_systems import acting_key
from alumni.entrypoints.schemas import figures as schemas
from alumni.views.figures import centres_with_members, figures_of
from chassis.clock import utc_now
from chassis.http import PARTNER_SYSTEM, Blueprint, identity, raises, requires, scoped

CSV = "text/csv"

figures = Blueprint("figures", __name__, url_prefix="/api/alumni", description="Programme figures")


@figures.get("/centre/figures")
@figures.arguments(schemas.FiguresArguments, location="query")
@figures.response(200, schemas.CentreFiguresSchema)
@requires(Role.COORDINATOR)
def get_centre_figures(arguments: dict[str, Any]) -> dict[str, Any]:
    """Show what may be told of the caller's centre"""
    return _of_own_centre(arguments)


@figures.get("/centre/figures.csv")
@figures.arguments(schemas.FiguresArguments, location="query")
@figures.response(200, {"type": "string"}, content_type=CSV)
@requires(Role.COORDINATOR)
def get_centre_table(arguments: dict[str, Any]) -> Response:
    """Write what may be told of the caller's centre as a table"""
    return _table([_of_own_centre(arguments)])


@figures.get("/network/figures")
@figures.arguments(schemas.FiguresArguments, location="query")
@figures.response(200, schemas.NetworkFiguresSchema)
@requires(Role.NETWORK_ADMINISTRATOR)
def get_network_figures(arguments: dict[str, Any]) -> dict[str, Any]:
    """Show what may be told of every centre, and the sum of what is told"""
    together, *centres = _of_network(arguments)
    return {"together": together, "centres": centres}


@figures.get("/network/figures.csv")
@figures.arguments(schemas.FiguresArguments, location="query")
@figures.response(200, {"type": "string"}, content_type=CSV)
@requires(Role.NETWORK_ADMINISTRATOR)
def get_network_table(arguments: dict[str, Any]) -> Response:
    """Write what may be told of every centre as a table"""
    return _table(_of_network(arguments))


@figures.get("/partner/figures")
@figures.arguments(schemas.FiguresArguments, location="query")
@figures.response(200, schemas.CentreFiguresSchema)
@raises(KeyRefused)
@requires(PARTNER_SYSTEM)
@scoped(Scope.FIGURES_READ)
def get_partner_figures(arguments: dict[str, Any]) -> dict[str, Any]:
    """Show a centre's own system what may be told of the centre"""
    acting_key()
    return _of_own_centre(arguments)


@figures.get("/partner/figures.csv")
@figures.arguments(schemas.FiguresArguments, location="query")
@figures.response(200, {"type": "string"}, content_type=CSV)
@raises(KeyRefused)
@requires(PARTNER_SYSTEM)
@scoped(Scope.FIGURES_READ)
def get_partner_table(arguments: dict[str, Any]) -> Response:
    """Write what may be told of the centre as a table, for its own system"""
    acting_key()
    return _table([_of_own_centre(arguments)])


def _of_own_centre(arguments: dict[str, Any]) -> dict[str, Any]:
    at = utc_now()
    centre_id = identity().centre_id or ""
    return _shown(_figures(centre_id, _span(arguments, at), at), centre_id)


def _of_network(arguments: dict[str, Any]) -> list[dict[str, Any]]:
    at = utc_now()
    span = _span(arguments, at)
    found = {each: _figures(each, span, at) for each in centres_with_members(context().stores.database)}
    centres = [_shown(told, centre_id) for centre_id, told in found.items()]
    return [_shown(Figures.together(found.values(), span)), *centres]


def _figures(centre_id: str, span: Span, at: datetime) -> Figures:
    return figures_of(context().stores.database, centre_id, span, at)


def _span(arguments: dict[str, Any], at: datetime) -> Span:
    return Span(weeks=arguments["weeks"], until=week_of(day_of(at)))


def _shown(told: Figures, centre_id: str | None = None) -> dict[str, Any]:
    retention = [
        {"week": each.week, "people": each.people, "retained": each.retained, "share": each.share}
        for each in told.retention
    ]
    whose = {"centre_id": centre_id} if centre_id else {}
    return {
        **whose,
        "since": told.span.since,
        "until": told.span.until,
        **told.counts,
        **told.rates,
        "retention": retention,
    }


def _table(found: list[dict[str, Any]]) -> Response:
    return Response(written_table(found), mimetype=CSV, headers={"Cache-Control": "no-store"})
