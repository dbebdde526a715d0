"""Where a member is signed in, and signing out there."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from typing import Any

from alumni.entrypoints.http.context import context
from alumni.entrypoints.schemas import identity as schemas
from alumni.views import identity as views
from chassis.clock import utc_now
from chassis.http import Blueprint, PageArguments, decode_cursor, identity, one_page, requires

sessions = Blueprint(
    "sessions", __name__, url_prefix="/api/alumni", description="Where a member is signed in"
)


@sessions.get("/sessions")
@sessions.arguments(PageArguments, location="query")
@sessions.response(200, schemas.SessionPageSchema)
@requires("member")
def get_sessions(page: dict[str, Any]) -> dict[str, Any]:
    """List where the caller is signed in: since when, last used, by which kind of program"""
    who, size = identity(), page["page_size"]
    behind = decode_cursor(page["cursor"], [str])[0] if page["cursor"] else ""
    rows = views.sessions(
        context().stores.database, who.member_id, behind=behind, limit=size + 1, at=utc_now()
    )
    return one_page([{**row, "current": row["id"] == who.session_id} for row in rows], size, "id")


@sessions.delete("/sessions")
@sessions.response(204)
@requires("member")
def delete_other_sessions() -> None:
    """Sign out everywhere else"""
    who = identity()
    context().stores.sessions.revoke_all(who.member_id, but=who.session_id, at=utc_now())


@sessions.delete("/sessions/<id:session_id>")
@sessions.response(204)
@requires("member")
def delete_one_session(session_id: str) -> None:
    """Sign out there; a session of somebody else stays as it is, and nothing tells that there is one"""
    context().stores.sessions.revoke_of(identity().member_id, session_id, at=utc_now())
