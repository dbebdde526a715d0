"""The finder over HTTP: open meetings for anybody."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

import hashlib
import json
from datetime import datetime
from typing import Any

from flask import Response

from chassis.clock import utc_now
from chassis.http import Blueprint, decode_cursor, encode_cursor, public
from chassis.http.schemas import rfc3339
from groups.entrypoints.http.cached import cached
from groups.entrypoints.http.context import context
from groups.entrypoints.schemas import finder as schemas
from groups.views import finder as views

KEPT = 60  # seconds that anybody may keep an answer

finder = Blueprint("finder", __name__, url_prefix="/api/groups", description="Open meetings, for anybody")


@finder.get("/finder")
@finder.arguments(schemas.FinderQuerySchema, location="query")
@finder.response(200, schemas.FoundMeetingsPageSchema)
@finder.alt_response(304, description="It is as it was.")
@public
def get_found_meetings(query: dict[str, Any]) -> Response:
    """Find dates of open meetings in the coming seven days, or those of now and the next two hours

    By day, hours, kind, language, mode and distance; sorted by start. What is found is told with the seats
    left, and nothing of those who hold one.
    """
    size = query["page_size"]
    after = decode_cursor(query["cursor"], (datetime, str)) if query["cursor"] else None
    rows = views.meetings(context().stores.rows, _wish(query), after=after, limit=size + 1)
    last = rows[size - 1] if len(rows) > size else None
    cursor = encode_cursor([last["starts_at"], last["id"]]) if last else None
    # Written as it is: a schema would take longer over a page than the database does to find it.
    page = {"items": rows[:size], "next_cursor": cursor}
    body = json.dumps(page, default=rfc3339, separators=(",", ":"))
    mark = hashlib.sha256(body.encode()).hexdigest()[:32]
    return cached(mark, KEPT, "application/json", lambda: body)


def _wish(query: dict[str, Any]) -> views.Wish:
    place = None if query["lat"] is None else (query["lat"], query["lng"])
    return views.Wish(
        at=utc_now().replace(second=0, microsecond=0),
        now=query["now"],
        day=query["day"],
        earliest=_minutes(query["earliest"]),
        latest=_minutes(query["latest"]),
        kind=query["kind"],
        language=query["language"],
        mode=query["mode"],
        online=query["online"],
        centre_id=query["centre_id"],
        near=place,
        km=query["km"],
    )


def _minutes(clock: str | None) -> int | None:
    return None if clock is None else int(clock[:2]) * 60 + int(clock[3:])
