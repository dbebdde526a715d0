"""Sources of a centre's meetings over HTTP."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chassis.clock import utc_now
from chassis.http import (
    Blueprint,
    PageArguments,
    Problem,
    decode_cursor,
    one_page,
    raises,
    requires,
)
from groups.domain import errors
from groups.domain.commands import AddSource, FetchSource
from groups.domain.source import Source
from groups.entrypoints.http.context import context, own_centre
from groups.entrypoints.schemas import sources as schemas
from groups.entrypoints.schemas.imports import ImportsSchema
from groups.handlers.sources import Fetching, add_source, fetch_source
from groups.views import imports as views

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.SourceUnknown: Problem(404, "source-unknown", "There is no such source."),
    errors.SourceExists: Problem(409, "source-exists", "The centre has a source of this address."),
    errors.TooManySources: Problem(409, "too-many-sources", "The centre has as many sources as it may."),
}

sources = Blueprint(
    "sources", __name__, url_prefix="/api/groups", description="Feeds that are fetched again and again"
)


@sources.post("/sources")
@sources.arguments(schemas.NewSourceSchema)
@sources.response(201, schemas.SourceSchema)
@raises(
    errors.NotOfYourCentre,
    errors.FeedUnreachable,
    errors.FeedRefused,
    errors.SourceExists,
    errors.TooManySources,
)
@requires("coordinator")
def post_source(order: dict[str, Any]) -> Source:
    """Take the meetings of the coordinator's centre from an address from now on

    It is fetched within a minute, and then every so many hours. While it fails, its meetings stay as they
    were.
    """
    found = context()
    command = AddSource(centre_id=own_centre(), at=utc_now(), **order)
    return add_source(command, found.stores.sources, found.feeds)


@sources.get("/sources")
@sources.response(200, schemas.SourcesSchema)
@raises(errors.NotOfYourCentre)
@requires("coordinator")
def get_sources() -> dict[str, Any]:
    """List the sources of the coordinator's centre, 20 at most"""
    return {"items": context().stores.sources.of_centre(own_centre())}


@sources.get("/sources/<id:source_id>")
@sources.response(200, schemas.SourceSchema)
@raises(errors.NotOfYourCentre, errors.SourceUnknown)
@requires("coordinator")
def get_source(source_id: str) -> Source:
    """Show a source of the coordinator's centre, and how its last fetch went"""
    return context().stores.sources.get(source_id, own_centre())


@sources.patch("/sources/<id:source_id>")
@sources.arguments(schemas.SourceChangeSchema)
@sources.response(200, schemas.SourceSchema)
@raises(errors.NotOfYourCentre, errors.SourceUnknown)
@requires("coordinator")
def patch_source(order: dict[str, Any], source_id: str) -> Source:
    """Change how often a source is fetched and how it is read; it is fetched anew at once"""
    return context().stores.sources.change(source_id, own_centre(), {**order, "due_at": utc_now()})


@sources.delete("/sources/<id:source_id>")
@sources.response(204)
@raises(errors.NotOfYourCentre, errors.SourceUnknown)
@requires("coordinator")
def delete_source(source_id: str) -> None:
    """Fetch a source no more; its meetings stay"""
    context().stores.sources.remove(source_id, own_centre())


@sources.post("/sources/<id:source_id>/fetch")
@sources.response(200, schemas.FetchedSchema)
@raises(
    errors.NotOfYourCentre,
    errors.SourceUnknown,
    errors.FeedUnreachable,
    errors.FeedRefused,
    errors.FeedInvalid,
    errors.ImportUnderWay,
)
@requires("coordinator")
def post_fetch(source_id: str) -> dict[str, Any]:
    """Fetch a source of the coordinator's centre now"""
    command = FetchSource(source_id=source_id, centre_id=own_centre(), at=utc_now())
    report = fetch_source(command, _fetching())
    return {"unchanged": report is None, "report": report}


@sources.get("/sources/<id:source_id>/imports")
@sources.arguments(PageArguments, location="query")
@sources.response(200, ImportsSchema)
@raises(errors.NotOfYourCentre)
@requires("coordinator")
def get_source_imports(page: dict[str, Any], source_id: str) -> dict[str, Any]:
    """List the last imports of a source of the coordinator's centre, or of what it imported by hand"""
    after = decode_cursor(page["cursor"], (datetime, str)) if page["cursor"] else None
    size = page["page_size"]
    rows = views.imports(context().stores.imports.rows, own_centre(), source_id, after, size + 1)
    return one_page(rows, size, "at", "id")


def _fetching() -> Fetching:
    found = context()
    return Fetching(
        sources=found.stores.sources,
        imports=found.stores.imports,
        feeds=found.feeds,
        series=found.stores.series,
        occurrences=found.stores.occurrences,
        capacity=found.settings.default_capacity,
    )
