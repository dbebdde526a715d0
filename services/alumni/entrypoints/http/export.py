"""Everything about oneself, from all services."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from flask import Response

from alumni.adapters.export_files import DATA, PAGE
from alumni.domain import errors
from alumni.domain.errors import export as refusals
from alumni.entrypoints.http.context import context
from alumni.entrypoints.schemas import export as schemas
from alumni.handlers.export import ask_export, read_export
from alumni.views import export as views
from chassis.clock import utc_now
from chassis.http import Blueprint, Problem, identity, raises, requires

JSON, HTML = "application/json", "text/html"

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.ExportUnknown: Problem(404, "export-unknown", "There is no such export, or not any more."),
    refusals.ExportNotReady: Problem(409, "export-not-ready", "It is still being made."),
}

exports = Blueprint("exports", __name__, url_prefix="/api/alumni", description="Everything about oneself")


@exports.post("/me/exports")
@exports.response(202, schemas.ExportSchema)
@raises(errors.MemberUnknown)
@requires("member")
def post_export() -> dict[str, Any]:
    """Have everything gathered that any service holds of the caller

    Asked again while it is being made, it is the same export.
    """
    stores = context().stores
    member = stores.members.get(identity().member_id)
    return views.export(ask_export(member.id, exports=stores.exports, at=utc_now()))


@exports.get("/me/exports/<id:export_id>")
@exports.response(200, schemas.ExportSchema)
@raises(refusals.ExportUnknown)
@requires("member")
def get_export(export_id: str) -> dict[str, Any]:
    """See how far it is"""
    return views.export(context().stores.exports.of(identity().member_id, export_id))


@exports.get("/me/exports/<id:export_id>/data.json")
@exports.response(200, {"type": "object"}, content_type=JSON)
@raises(refusals.ExportUnknown, refusals.ExportNotReady)
@requires("member")
def get_data(export_id: str) -> Response:
    """Download it as JSON, for programs"""
    return _file(export_id, DATA, JSON)


@exports.get("/me/exports/<id:export_id>/page.html")
@exports.response(200, {"type": "string"}, content_type=HTML)
@raises(refusals.ExportUnknown, refusals.ExportNotReady)
@requires("member")
def get_page(export_id: str) -> Response:
    """Download it as a page to read"""
    return _file(export_id, PAGE, HTML)


def _file(export_id: str, name: str, kind: str) -> Response:
    stores = context().stores
    pieces = read_export(
        identity().member_id, export_id, name, exports=stores.exports, files=stores.export_files
    )
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="hamrah-{name}"',
    }
    return Response(pieces, mimetype=kind, headers=headers)
