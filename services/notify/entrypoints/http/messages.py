"""A member's own messages and what became of them."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from datetime import datetime
from typing import Any

from chassis.http import Blueprint, PageArguments, decode_cursor, identity, one_page, requires
from notify import views
from notify.entrypoints.http.context import context
from notify.entrypoints.schemas.messages import MessagesPageSchema

messages = Blueprint(
    "messages", __name__, url_prefix="/api/notify/messages", description="Messages and their fate"
)


@messages.get("")
@messages.arguments(PageArguments, location="query")
@messages.response(200, MessagesPageSchema)
@requires("member")
def get_messages(page: dict[str, Any]) -> dict[str, Any]:
    """List the caller's messages and what became of them, the newest first"""
    size = page["page_size"]
    after = decode_cursor(page["cursor"], [datetime, str]) if page["cursor"] else None
    rows = views.messages_of(context().database, identity().member_id, after=after, limit=size + 1)
    return one_page(rows, size, "created_at", "id")
