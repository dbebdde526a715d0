"""Dates of meetings over HTTP, and places in them."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from chassis.clock import utc_now
from chassis.http import (
    IDEMPOTENCY_KEY,
    Blueprint,
    Problem,
    decode_cursor,
    idempotency_key,
    identity,
    invalid,
    one_page,
    raises,
    requires,
)
from groups.domain import errors
from groups.domain.access import COORDINATOR
from groups.domain.commands import CancelMeeting, CancelRegistration, RegisterForMeeting
from groups.entrypoints.http.context import caller, context, own_centre
from groups.entrypoints.schemas import places as schemas
from groups.handlers.places import cancel_meeting, cancel_registration, register_for_meeting
from groups.views import places as views

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.OccurrenceUnknown: Problem(404, "occurrence-unknown", "There is no such meeting."),
    errors.RegistrationUnknown: Problem(404, "registration-unknown", "You have no such registration."),
    errors.RegistrationClosed: Problem(
        409, "registration-closed", "Registration is closed, or the meeting has started."
    ),
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
    errors.NotEligible: Problem(403, "not-eligible", "This meeting is for some people only."),
    errors.NotOfYourCentre: Problem(403, "not-of-your-centre", "You act for your own centre only."),
}

DEFAULT_SPAN = timedelta(days=14)
LONGEST_SPAN = timedelta(days=62)

places = Blueprint(
    "places", __name__, url_prefix="/api/groups", description="Dates of meetings and places in them"
)


@places.get("/occurrences")
@places.arguments(schemas.OccurrencesQuerySchema, location="query")
@places.response(200, schemas.OccurrencesPageSchema)
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
        context().stores.rows,
        identity().member_id,
        _known(),
        since=since,
        until=until,
        centre_id=query["centre_id"],
        after=after,
        limit=size + 1,
    )
    return one_page(rows, size, "starts_at", "id")


@places.get("/occurrences/<id:occurrence_id>")
@places.response(200, schemas.OccurrenceSchema)
@raises(errors.OccurrenceUnknown)
@requires("member")
def get_occurrence(occurrence_id: str) -> dict[str, Any]:
    """Show one occurrence of a meeting"""
    return views.occurrence(context().stores.rows, occurrence_id, identity().member_id, _known())


@places.post("/occurrences/<id:occurrence_id>/registrations", parameters=[IDEMPOTENCY_KEY])
@places.response(201, schemas.RegistrationSchema)
@places.alt_response(200, schema=schemas.RegistrationSchema, description="You have this place already.")
@raises(
    errors.OccurrenceUnknown,
    errors.RegistrationClosed,
    errors.MeetingCancelled,
    errors.MeetingFull,
    errors.RegistrationCancelled,
    errors.TooManyChanges,
    errors.NotEligible,
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
    stores = context().stores
    registration = register_for_meeting(command, stores.occurrences, stores.groups)
    return registration, 201 if registration.created else 200


@places.delete("/occurrences/<id:occurrence_id>/registrations/<id:registration_id>")
@places.response(200, schemas.CancelledSchema)
@raises(
    errors.RegistrationUnknown,
    errors.RegistrationClosed,
    errors.MeetingCancelled,
    errors.MeetingBusy,
)
@requires("member")
def delete_registration(occurrence_id: str, registration_id: str) -> Any:
    """Give the caller's place back; the first of the queue is promised the seat"""
    command = CancelRegistration(
        occurrence_id=occurrence_id,
        registration_id=registration_id,
        member_id=identity().member_id,
        at=utc_now(),
    )
    return cancel_registration(command, context().stores.occurrences)


@places.get("/registrations")
@places.response(200, schemas.OwnRegistrationsSchema)
@requires("member")
def get_registrations() -> dict[str, Any]:
    """List the caller's places in meetings to come, the next first"""
    return {"items": views.registrations(context().stores.rows, identity().member_id, utc_now())}


@places.post("/occurrences/<id:occurrence_id>/cancellation")
@places.response(200, schemas.CancelledMeetingSchema)
@raises(errors.OccurrenceUnknown, errors.RegistrationClosed, errors.NotOfYourCentre, errors.MeetingBusy)
@requires("coordinator")
def post_cancellation(occurrence_id: str) -> dict[str, str]:
    """Call an occurrence of the coordinator's own centre off"""
    command = CancelMeeting(occurrence_id=occurrence_id, centre_id=own_centre(), at=utc_now())
    cancel_meeting(command, context().stores.occurrences)
    return {"id": occurrence_id, "status": "cancelled"}


def _known() -> dict[str, Any]:
    """Select the meetings that the caller may know of."""
    me = caller()
    centre_id = me.centre_id if COORDINATOR in me.roles else None
    return views.known_to(context().stores.groups.entitlements_of(me.member_id), centre_id)


def _later(moment: datetime, span: timedelta) -> datetime:
    """Add a span, up to the end of the calendar."""
    latest = datetime.max.replace(tzinfo=UTC)
    return latest if latest - moment < span else moment + span
