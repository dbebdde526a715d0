"""The HTTP API of groups."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from flask import Flask, current_app, request
from pymongo.collection import Collection

from chassis.clock import utc_now
from chassis.http import (
    IDEMPOTENCY_KEY,
    Blueprint,
    Problem,
    ProblemError,
    body_limit,
    decode_cursor,
    encode_cursor,
    idempotency_key,
    identity,
    invalid,
    raises,
    requires,
)
from chassis.http.problems import CONTENT_TYPE_UNSUPPORTED
from groups import views
from groups.domain import errors
from groups.domain.commands import CancelMeeting, CancelRegistration, ImportMeetings, RegisterForMeeting
from groups.entrypoints import schemas
from groups.handlers import (
    ImportReport,
    cancel_meeting,
    cancel_registration,
    import_meetings,
    register_for_meeting,
)
from groups.ports import AllSeries, Feeds, Occurrences

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.OccurrenceUnknown: Problem(404, "occurrence-unknown", "There is no such meeting."),
    errors.RegistrationUnknown: Problem(404, "registration-unknown", "You have no such registration."),
    errors.RegistrationClosed: Problem(409, "registration-closed", "The meeting has started."),
    errors.MeetingCancelled: Problem(409, "meeting-cancelled", "The meeting will not take place."),
    errors.MeetingFull: Problem(409, "meeting-full", "Every seat and every place in the queue is taken."),
    errors.TooManyChanges: Problem(
        409, "too-many-changes", "You have registered for this meeting and cancelled too often."
    ),
    errors.MeetingBusy: Problem(
        503, "busy-try-again", "Too much news of this meeting waits to be sent; try again soon."
    ),
    errors.RegistrationCancelled: Problem(
        409,
        "registration-cancelled",
        "The registration of this key was cancelled; use a new key.",
    ),
    errors.NotOfYourCentre: Problem(403, "not-of-your-centre", "You act for your own centre only."),
    errors.FeedUnreachable: Problem(422, "feed-unreachable", "The feed cannot be fetched."),
    errors.FeedRefused: Problem(422, "feed-refused", "This address is not visited."),
    errors.FeedInvalid: Problem(422, "feed-invalid", "This is no Meeting Guide feed."),
}

MAX_FEED_BYTES = 5 * 1024 * 1024
DEFAULT_SPAN = timedelta(days=14)
LONGEST_SPAN = timedelta(days=62)

_EXTENSION = "groups"

groups = Blueprint("groups", __name__, url_prefix="/api/groups", description="Meetings and places in them")


@dataclass(frozen=True, kw_only=True)
class Context:
    """What the views work with; the app carries it as an extension."""

    occurrences: Occurrences
    series: AllSeries
    feeds: Feeds
    rows: Collection[dict[str, Any]]  # the occurrences, for reading
    default_capacity: int

    def install(self, app: Flask) -> None:
        """Put the context where the views find it."""
        app.extensions[_EXTENSION] = self


def _context() -> Context:
    return cast("Context", current_app.extensions[_EXTENSION])


@groups.get("/occurrences")
@groups.arguments(schemas.OccurrencesQuerySchema, location="query")
@groups.response(200, schemas.OccurrencesPageSchema)
@requires("member")
def get_occurrences(query: dict[str, Any]) -> dict[str, Any]:
    """List the occurrences of meetings that start in a time

    From now on and for 14 days unless told; at most 62 days.
    """
    since = query["since"] or utc_now()
    until = query["until"] or _later(since, DEFAULT_SPAN)
    if not since <= until <= _later(since, LONGEST_SPAN):
        raise invalid({"to": [f"Not between `from` and {LONGEST_SPAN.days} days after it."]})
    after = decode_cursor(query["cursor"], (datetime, str)) if query["cursor"] else None
    size = query["page_size"]
    rows = views.occurrences(
        _context().rows,
        identity().member_id,
        since=since,
        until=until,
        centre_id=query["centre_id"],
        after=after,
        limit=size + 1,
    )
    last = rows[size - 1] if len(rows) > size else None
    return {
        "items": rows[:size],
        "next_cursor": encode_cursor([last["starts_at"], last["id"]]) if last else None,
    }


@groups.get("/occurrences/<id:occurrence_id>")
@groups.response(200, schemas.OccurrenceSchema)
@raises(errors.OccurrenceUnknown)
@requires("member")
def get_occurrence(occurrence_id: str) -> dict[str, Any]:
    """Show one occurrence of a meeting"""
    return views.occurrence(_context().rows, occurrence_id, identity().member_id)


@groups.post("/occurrences/<id:occurrence_id>/registrations", parameters=[IDEMPOTENCY_KEY])
@groups.response(201, schemas.RegistrationSchema)
@groups.alt_response(200, schema=schemas.RegistrationSchema, description="You have this place already.")
@raises(
    errors.OccurrenceUnknown,
    errors.RegistrationClosed,
    errors.MeetingCancelled,
    errors.MeetingFull,
    errors.RegistrationCancelled,
    errors.TooManyChanges,
    errors.MeetingBusy,
)
@requires("member")
def post_registration(occurrence_id: str) -> Any:
    """Register the caller for an occurrence: a seat, or the next place in the queue

    Whoever has a place is told so again. With an Idempotency-Key, a repeated request never registers anew
    what was cancelled since.
    """
    command = RegisterForMeeting(
        occurrence_id=occurrence_id,
        member_id=identity().member_id,
        idempotency_key=idempotency_key(),
        at=utc_now(),
    )
    registration = register_for_meeting(command, _context().occurrences)
    return registration, 201 if registration.created else 200


@groups.delete("/occurrences/<id:occurrence_id>/registrations/<id:registration_id>")
@groups.response(200, schemas.CancelledSchema)
@raises(
    errors.OccurrenceUnknown,
    errors.RegistrationUnknown,
    errors.RegistrationClosed,
    errors.MeetingCancelled,
    errors.MeetingBusy,
)
@requires("member")
def delete_registration(occurrence_id: str, registration_id: str) -> Any:
    """Give the caller's place back; the first of the queue gets the seat"""
    command = CancelRegistration(
        occurrence_id=occurrence_id,
        registration_id=registration_id,
        member_id=identity().member_id,
        at=utc_now(),
    )
    return cancel_registration(command, _context().occurrences)


@groups.get("/registrations")
@groups.response(200, schemas.OwnRegistrationsSchema)
@requires("member")
def get_registrations() -> dict[str, Any]:
    """List the caller's places in meetings to come, the next first"""
    return {"items": views.registrations(_context().rows, identity().member_id, utc_now())}


@groups.post("/occurrences/<id:occurrence_id>/cancellation")
@groups.response(200, schemas.CancelledMeetingSchema)
@raises(errors.OccurrenceUnknown, errors.RegistrationClosed, errors.NotOfYourCentre, errors.MeetingBusy)
@requires("coordinator")
def post_cancellation(occurrence_id: str) -> dict[str, str]:
    """Call an occurrence of the coordinator's own centre off"""
    command = CancelMeeting(occurrence_id=occurrence_id, centre_id=_own_centre(), at=utc_now())
    cancel_meeting(command, _context().occurrences)
    return {"id": occurrence_id, "status": "cancelled"}


@groups.post("/imports")
@groups.arguments(schemas.ImportByAddressSchema)
@groups.response(200, schemas.ImportReportSchema)
@raises(errors.NotOfYourCentre, errors.FeedUnreachable, errors.FeedRefused, errors.FeedInvalid)
@requires("coordinator")
def post_import(order: dict[str, str]) -> ImportReport:
    """Import the meetings of the coordinator's centre from the address of a Meeting Guide feed"""
    centre_id = _own_centre()
    return _import(centre_id, _context().feeds.fetch(order["url"]), order["time_zone"])


@groups.post("/imports/file")
@groups.arguments(schemas.ImportOptionsSchema, location="query")
@groups.response(200, schemas.ImportReportSchema)
@groups.doc(
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
    return _import(_own_centre(), request.get_data(cache=False), options["time_zone"])


def _later(moment: datetime, span: timedelta) -> datetime:
    """Add a span, up to the end of the calendar."""
    latest = datetime.max.replace(tzinfo=UTC)
    return latest if latest - moment < span else moment + span


def _own_centre() -> str:
    centre_id = identity().centre_id
    if centre_id is None:
        raise errors.NotOfYourCentre
    return centre_id


def _import(centre_id: str, feed: bytes, time_zone: str) -> ImportReport:
    context = _context()
    command = ImportMeetings(
        centre_id=centre_id,
        feed=feed,
        time_zone=time_zone,
        capacity=context.default_capacity,
        at=utc_now(),
    )
    return import_meetings(command, context.series, context.occurrences)
