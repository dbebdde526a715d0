"""Imports of a centre's meetings over HTTP."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from flask import request

from chassis.clock import utc_now
from chassis.http import (
    Blueprint,
    PageArguments,
    Problem,
    ProblemError,
    body_limit,
    decode_cursor,
    encode_cursor,
    raises,
    requires,
)
from chassis.http.problems import CONTENT_TYPE_UNSUPPORTED
from groups.domain import errors
from groups.domain.commands import ImportMeetings, ReverseImport
from groups.domain.feed_import import ImportReport
from groups.domain.feeds.text import MAX_BYTES
from groups.entrypoints.http.context import context, own_centre
from groups.entrypoints.schemas import imports as schemas
from groups.handlers.imports import import_meetings, reverse_import
from groups.views import imports as views

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.FeedUnreachable: Problem(422, "feed-unreachable", "The feed cannot be fetched."),
    errors.FeedRefused: Problem(422, "feed-refused", "This address is not visited."),
    errors.FeedInvalid: Problem(422, "feed-invalid", "This is no feed of meetings."),
    errors.ImportUnknown: Problem(404, "import-unknown", "There is no such import."),
    errors.ImportSuperseded: Problem(409, "import-superseded", "Only the latest import can be reversed."),
    errors.ImportUnderWay: Problem(503, "import-under-way", "Another import is under way; try again."),
}

FILE_TYPES = ("application/json", "text/csv", "text/calendar")

imports = Blueprint(
    "imports", __name__, url_prefix="/api/groups", description="A centre's meetings, taken from its feeds"
)


@imports.post("/imports")
@imports.arguments(schemas.ImportByAddressSchema)
@imports.response(200, schemas.ImportReportSchema)
@raises(
    errors.NotOfYourCentre,
    errors.FeedUnreachable,
    errors.FeedRefused,
    errors.FeedInvalid,
    errors.ImportUnderWay,
)
@requires("coordinator")
def post_import(order: dict[str, Any]) -> ImportReport:
    """Import the meetings of the coordinator's centre from an address, once

    A feed is Meeting Guide JSON, BMLT JSON, iCalendar or CSV. A meeting that an earlier import brought and
    that the feed has no more is suspended. With `dry_run`, nothing is written.
    """
    centre_id = own_centre()
    fetched = context().feeds.fetch(order.pop("url"))
    return _import(centre_id, fetched.content or b"", order)


@imports.post("/imports/file")
@imports.arguments(schemas.ImportOptionsSchema, location="query")
@imports.response(200, schemas.ImportReportSchema)
@imports.doc(
    requestBody={
        "required": True,
        "description": "A feed; wrong records are reported one by one.",
        "content": {
            "application/json": {"schema": {"type": "array", "items": {}}},
            **{type_: {"schema": {"type": "string"}} for type_ in FILE_TYPES[1:]},
        },
    }
)
@raises(errors.NotOfYourCentre, errors.FeedInvalid, errors.ImportUnderWay, CONTENT_TYPE_UNSUPPORTED)
@body_limit(MAX_BYTES)
@requires("coordinator")
def post_import_file(options: dict[str, Any]) -> ImportReport:
    """Import the meetings of the coordinator's centre from a feed, sent as the body"""
    if request.mimetype not in FILE_TYPES:
        raise ProblemError(CONTENT_TYPE_UNSUPPORTED)
    return _import(own_centre(), request.get_data(cache=False), options)


@imports.get("/imports/<id:import_id>")
@imports.arguments(PageArguments, location="query")
@imports.response(200, schemas.ImportPageSchema)
@raises(errors.NotOfYourCentre, errors.ImportUnknown)
@requires("coordinator")
def get_import(page: dict[str, Any], import_id: str) -> dict[str, Any]:
    """Show an import of the own centre, with a page of the records that it rejected"""
    start = decode_cursor(page["cursor"], (int,))[0] if page["cursor"] else 0
    start = min(max(start, 0), views.MOST_REJECTED)
    row = views.import_(context().stores.imports.rows, import_id, own_centre(), start, page["page_size"])
    end = start + len(row["rejected"])
    return {**row, "next_cursor": encode_cursor([end]) if end < row["rejected_count"] else None}


@imports.post("/imports/<id:import_id>/reversal")
@imports.response(200, schemas.ImportReportSchema)
@raises(errors.NotOfYourCentre, errors.ImportUnknown, errors.ImportSuperseded, errors.ImportUnderWay)
@requires("coordinator")
def post_reversal(import_id: str) -> ImportReport:
    """Bring the centre's meetings back to what they were before its latest import

    What the import added is suspended, and nobody loses a registration. Repeated for the one before, it goes
    further back.
    """
    stores = context().stores
    command = ReverseImport(import_id=import_id, centre_id=own_centre(), at=utc_now())
    return reverse_import(command, stores.series, stores.occurrences, stores.imports)


def _import(centre_id: str, feed: bytes, options: Mapping[str, Any]) -> ImportReport:
    found = context()
    command = ImportMeetings(
        centre_id=centre_id,
        feed=feed,
        capacity=found.settings.default_capacity,
        at=utc_now(),
        **options,
    )
    stores = found.stores
    return import_meetings(command, stores.series, stores.occurrences, stores.imports)
