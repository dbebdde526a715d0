"""The coordinator's overview of the members of the centre."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from datetime import datetime
from typing import Any

from alumni.domain.member import Role
from alumni.entrypoints.http.context import context
from alumni.entrypoints.schemas import overview as schemas
from alumni.views.overview import Place, Sort, Wish, members_of, weeks_ago
from chassis.clock import utc_now
from chassis.http import Blueprint, decode_cursor, encode_cursor, identity, requires

overview = Blueprint("overview", __name__, url_prefix="/api/alumni", description="The members of a centre")
_NEVER = ""  # of who was never here: a cursor holds no null


@overview.get("/centre/members")
@overview.arguments(schemas.OverviewArguments, location="query")
@overview.response(200, schemas.OverviewPageSchema)
@requires(Role.COORDINATOR)
def get_members(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the members of the caller's centre: since when, last here, paired, last check-in"""
    size, weeks = wanted["page_size"], wanted["away_weeks"]
    wish = Wish(
        sort=wanted["sort"],
        paired=wanted["paired"],
        away_since=weeks_ago(weeks, utc_now()) if weeks else None,
        joined_since=wanted["joined_since"],
    )
    rows = members_of(
        context().stores.database,
        identity().centre_id or "",
        wish,
        behind=_behind(wanted["cursor"], wish.sort),
        limit=size + 1,
    )
    return {"items": rows[:size], "next_cursor": _cursor(rows[size - 1]) if len(rows) > size else None}


def _cursor(last: dict[str, Any]) -> str:
    value = _NEVER if last["sorted_by"] is None else last["sorted_by"]
    return encode_cursor([value, last["member_id"]])


def _behind(cursor: str | None, sort: Sort) -> Place | None:
    if not cursor:
        return None
    value, last_id = decode_cursor(cursor, [str, str])
    if sort is Sort.HANDLE:
        return value, last_id
    if value == _NEVER and sort is Sort.LAST_USE:
        return None, last_id
    moment, _ = decode_cursor(cursor, [datetime, str])
    return moment, last_id
