"""Open meetings for everybody: Meeting Guide, BMLT, iCalendar and a schedule to print."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response

from chassis.clock import utc_now
from chassis.http import Blueprint, Problem, public, raises
from groups.domain import errors
from groups.domain.exports import bmlt, icalendar, meeting_guide, schedule
from groups.domain.exports.listed import Listed
from groups.entrypoints.http.cached import cached
from groups.entrypoints.http.context import context
from groups.entrypoints.schemas import feeds as schemas
from groups.views import feeds as views

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.FeedTooLarge: Problem(
        422, "feed-too-large", "There are more meetings than one feed holds: name a centre."
    ),
}
KEPT = 300  # seconds that anybody may keep a feed
_JSON, _CALENDAR, _PDF = "application/json", "text/calendar; charset=utf-8", "application/pdf"

feeds = Blueprint("feeds", __name__, url_prefix="/api/groups", description="Open meetings for everybody")


@feeds.get("/meetings.json")
@feeds.arguments(schemas.FeedQuerySchema, location="query")
@feeds.response(200, {"type": "array", "items": {"type": "object"}})
@feeds.alt_response(304, description="It is as it was.")
@raises(errors.FeedTooLarge)
@public
def get_meeting_guide_feed(query: dict[str, Any]) -> Response:
    """Give the open meetings as a Meeting Guide feed

    A record for each meeting and weekday (https://github.com/code4recovery/spec). Meetings that are not
    weekly say so in `notes`. Nothing of it lets anybody into an online meeting: `conference_url` leads to
    where one registers.
    """
    return _feed(query["centre_id"], "meeting-guide", _JSON, lambda found: _written(meeting_guide, found))


@feeds.get("/bmlt/GetSearchResults")
@feeds.arguments(schemas.BmltQuerySchema, location="query")
@feeds.response(200, {"type": ["array", "object"]})
@feeds.alt_response(304, description="It is as it was.")
@raises(errors.FeedTooLarge)
@public
def get_bmlt_search_results(query: dict[str, Any]) -> Response:
    """Give the open meetings as BMLT answers GetSearchResults; all scalars are texts

    With `get_used_formats`, an object with `meetings` and `formats`, else an array of meetings.
    """
    with_formats = query["get_used_formats"] == "1"

    def write(found: list[Listed]) -> str:
        meetings = _written(bmlt, found)
        return (
            f'{{"meetings":{meetings},"formats":{json.dumps(bmlt.formats())}}}' if with_formats else meetings
        )

    return _feed(query["centre_id"], f"bmlt-{with_formats}", _JSON, write)


@feeds.get("/calendar.ics")
@feeds.arguments(schemas.FeedQuerySchema, location="query")
@feeds.response(200, {"type": "string"}, content_type="text/calendar")
@feeds.alt_response(304, description="It is as it was.")
@raises(errors.FeedTooLarge)
@public
def get_calendar(query: dict[str, Any]) -> Response:
    """Give the open meetings as a calendar (RFC 5545) to subscribe to; every one is called "Meeting" """
    return _feed(query["centre_id"], "calendar", _CALENDAR, icalendar.open_meetings, resting=True)


@feeds.get("/schedule.pdf")
@feeds.arguments(schemas.ScheduleQuerySchema, location="query")
@feeds.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
@feeds.alt_response(304, description="It is as it was.")
@raises(errors.FeedTooLarge)
@public
def get_schedule(query: dict[str, Any]) -> Response:
    """Give a centre's open meetings as a schedule to print, by day of the week"""
    return _feed(query["centre_id"], "schedule", _PDF, schedule.written)


def _feed(
    centre_id: str | None,
    kind: str,
    content_type: str,
    write: Callable[[list[Listed]], bytes | str],
    *,
    resting: bool = False,
) -> Response:
    database, at = context().stores.database, utc_now()

    def read_and_write() -> bytes | str:
        found = views.open_series(database, centre_id, at, resting=resting)
        if len(found) > views.MAX_SERIES:
            raise errors.FeedTooLarge
        return write(found)

    return cached(f"{kind}-{views.mark(database, centre_id, at)}", KEPT, content_type, read_and_write)


def _written(format_: Any, found: list[Listed]) -> str:
    url = context().settings.platform.public_url
    records = [record for meeting in found for record in format_.records(meeting, url)]
    return json.dumps(records, ensure_ascii=False, separators=(",", ":"))
