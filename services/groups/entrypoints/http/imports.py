"""Imports of a centre's meetings over HTTP."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping

from flask import request

from chassis.clock import utc_now
from chassis.http import Blueprint, Problem, ProblemError, body_limit, raises, requires
from chassis.http.problems import CONTENT_TYPE_UNSUPPORTED
from groups.domain import errors
from groups.domain.commands import ImportMeetings
from groups.entrypoints.http.context import context, own_centre
from groups.entrypoints.schemas import imports as schemas
from groups.handlers.imports import ImportReport, import_meetings

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.FeedUnreachable: Problem(422, "feed-unreachable", "The feed cannot be fetched."),
    errors.FeedRefused: Problem(422, "feed-refused", "This address is not visited."),
    errors.FeedInvalid: Problem(422, "feed-invalid", "This is no feed of meetings."),
    errors.ImportUnknown: Problem(404, "import-unknown", "There is no such import."),
    errors.ImportSuperseded: Problem(409, "import-superseded", "Only the latest import can be reversed."),
    errors.ImportUnderWay: Problem(503, "import-under-way", "Another import is under way; try again."),
    errors.SourceUnknown: Problem(404, "source-unknown", "There is no such source."),
    errors.SourceExists: Problem(409, "source-exists", "The centre has a source of this address."),
    errors.TooManySources: Problem(409, "too-many-sources", "The centre has as many sources as it may."),
}

MAX_FEED_BYTES = 5 * 1024 * 1024

imports = Blueprint(
    "imports", __name__, url_prefix="/api/groups", description="A centre's meetings, taken from its feed"
)


@imports.post("/imports")
@imports.arguments(schemas.ImportByAddressSchema)
@imports.response(200, schemas.ImportReportSchema)
@raises(errors.NotOfYourCentre, errors.FeedUnreachable, errors.FeedRefused, errors.FeedInvalid)
@requires("coordinator")
def post_import(order: dict[str, str]) -> ImportReport:
    """Import the meetings of the coordinator's centre from the address of a Meeting Guide feed"""
    centre_id = own_centre()
    return _import(centre_id, context().feeds.fetch(order["url"]), order["time_zone"])


@imports.post("/imports/file")
@imports.arguments(schemas.ImportOptionsSchema, location="query")
@imports.response(200, schemas.ImportReportSchema)
@imports.doc(
    requestBody={
        "required": True,
        "description": "A Meeting Guide feed: a JSON array of meetings; wrong ones are reported one by one.",
        "content": {"application/json": {"schema": {"type": "array", "items": {}}}},
    }
)
@raises(errors.NotOfYourCentre, errors.FeedInvalid, CONTENT_TYPE_UNSUPPORTED)
@body_limit(MAX_FEED_BYTES)
@requires("coordinator")
def post_import_file(options: dict[str, str]) -> ImportReport:
    """Import the meetings of the coordinator's centre from a Meeting Guide feed, sent as the body"""
    if request.mimetype != "application/json":
        raise ProblemError(CONTENT_TYPE_UNSUPPORTED)
    return _import(own_centre(), request.get_data(cache=False), options["time_zone"])


def _import(centre_id: str, feed: bytes, time_zone: str) -> ImportReport:
    found = context()
    command = ImportMeetings(
        centre_id=centre_id,
        feed=feed,
        time_zone=time_zone,
        capacity=found.settings.default_capacity,
        at=utc_now(),
    )
    return import_meetings(command, found.stores.series, found.stores.occurrences)
