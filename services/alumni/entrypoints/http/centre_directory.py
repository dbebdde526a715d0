"""The public directory of active centres."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from typing import Any

from alumni.domain import errors
from alumni.entrypoints.http.context import context
from alumni.entrypoints.schemas import centre_directory as schemas
from alumni.views import centre_directory as views
from chassis.http import Blueprint, decode_cursor, one_page, public, raises

directory = Blueprint(
    "centre-directory", __name__, url_prefix="/api/alumni", description="Active centres, for everybody"
)


@directory.get("/centres")
@directory.arguments(schemas.DirectoryArguments, location="query")
@directory.response(200, schemas.DirectoryPageSchema)
@public
def get_directory(query: dict[str, Any]) -> dict[str, Any]:
    """Find active centres by words, by name or the nearest first"""
    database, size = context().stores.database, query["page_size"]
    words, near = query["q"].casefold().split(), query["near"]
    if near is None:
        behind = tuple(decode_cursor(query["cursor"], [str, str])) if query["cursor"] else None
        return one_page(views.by_name(database, words, behind=behind, limit=size + 1), size, "name_key", "id")
    reached = tuple(decode_cursor(query["cursor"], [int, str])) if query["cursor"] else None
    rows = views.by_distance(database, words, near, behind=reached, limit=size + 1)
    return one_page(rows, size, "metres", "id")


@directory.get("/centres/<id:centre_id>")
@directory.response(200, schemas.ActiveCentreSchema)
@raises(errors.CentreUnknown)
@public
def get_active_centre(centre_id: str) -> dict[str, Any]:
    """Show an active centre"""
    return views.active_centre(context().stores.database, centre_id)
