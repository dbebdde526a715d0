"""A member's own calendar, to subscribe to with any calendar program, at a secret address."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

import hashlib
from collections.abc import Mapping
from typing import Any

from flask import Response

from chassis.clock import utc_now
from chassis.http import Blueprint, Problem, public, raises, requires
from groups.domain import errors
from groups.domain.exports import icalendar
from groups.entrypoints.http.cached import cached
from groups.entrypoints.http.context import caller, context
from groups.entrypoints.schemas import calendars as schemas
from groups.handlers.calendars import close_calendar, digest_of, open_calendar
from groups.views import calendars as views

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.CalendarUnknown: Problem(404, "calendar-unknown", "There is no such calendar."),
}
KEPT = 300  # seconds that a calendar program may keep it

calendars = Blueprint(
    "calendars",
    __name__,
    url_prefix="/api/groups",
    description="A member's own calendar",
)


@calendars.post("/me/calendar")
@calendars.arguments(schemas.NewCalendarSchema, required=False)
@calendars.response(201, schemas.CalendarAddressSchema)
@requires("member")
def post_calendar(_nothing: dict[str, Any]) -> dict[str, str]:
    """Open a calendar of the caller's seats at a new secret address; the address before ends

    The address is shown this once. Every meeting in it is called "Meeting", without group and link.
    """
    token = open_calendar(caller().member_id, context().stores.calendars, utc_now())
    return {"url": f"{context().settings.platform.public_url}/api/groups/calendars/member.ics?key={token}"}


@calendars.delete("/me/calendar")
@calendars.response(204)
@requires("member")
def delete_calendar() -> None:
    """Withdraw the address of the caller's calendar; it answers like one that never was"""
    close_calendar(caller().member_id, context().stores.calendars)


@calendars.get("/calendars/member.ics")
@calendars.arguments(schemas.CalendarKeyQuerySchema, location="query")
@calendars.response(200, {"type": "string"}, content_type="text/calendar")
@calendars.alt_response(304, description="It is as it was.")
@raises(errors.CalendarUnknown)
@public
def get_member_calendar(query: dict[str, str]) -> Response:
    """Give the calendar at a secret address (RFC 5545): when, and where for what is open to everybody"""
    stores, at = context().stores, utc_now()
    member_id = stores.calendars.owner(digest_of(query["key"]))
    seats = views.seats_of(stores.rows, member_id, at)
    state = hashlib.sha256(repr(seats).encode()).hexdigest()[:32]
    answer = cached(state, KEPT, "text/calendar; charset=utf-8", lambda: icalendar.own_meetings(seats, at))
    answer.headers["Cache-Control"] = f"private, max-age={KEPT}"
    return answer
