"""A member's inbox: what they were told, whatever became of it over other channels."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from flask import Response

from chassis.clock import utc_now
from chassis.http import (
    Blueprint,
    PageArguments,
    Problem,
    decode_cursor,
    identity,
    one_page,
    raises,
    requires,
)
from notify.domain import errors
from notify.entrypoints.http.context import context
from notify.entrypoints.http.streams import EVENT_STREAM, TooManyStreams, streamed
from notify.entrypoints.schemas.inbox import InboxPageSchema, ReadSchema, UnreadSchema
from notify.views.inbox import inbox_of, unread_in

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.EntryUnknown: Problem(404, "entry-unknown", "There is no such entry in your inbox."),
    TooManyStreams: Problem(503, "too-many-streams", "Too many are listening; ask again in a while."),
}

UNREAD_EVENT = {
    "type": "object",
    "required": ["event", "data"],
    "properties": {
        "event": {"type": "string", "enum": ["unread"]},
        "data": {"type": "string", "contentMediaType": "application/json", "example": '{"unread": 3}'},
    },
}

inbox = Blueprint(
    "inbox", __name__, url_prefix="/api/notify/inbox", description="What a member was told, to read here"
)


@inbox.get("")
@inbox.arguments(PageArguments, location="query")
@inbox.response(200, InboxPageSchema)
@requires("member")
def get_inbox(page: dict[str, Any]) -> dict[str, Any]:
    """List the caller's inbox, the newest first, in their language; words are shown for 30 days"""
    size, member_id, at = page["page_size"], identity().member_id, utc_now()
    after = decode_cursor(page["cursor"], [datetime, str]) if page["cursor"] else None
    at_hand = context()
    rows = inbox_of(at_hand.database, member_id, at_hand.words, at, after=after, limit=size + 1)
    return {**one_page(rows, size, "created_at", "id"), "unread": unread_in(at_hand.database, member_id, at)}


@inbox.get("/unread")
@inbox.response(200, UnreadSchema)
@requires("member")
def get_unread() -> dict[str, Any]:
    """Count what the caller has not read"""
    return {"unread": unread_in(context().database, identity().member_id, utc_now())}


@inbox.put("/<id:message_id>/read")
@inbox.response(204)
@raises(errors.EntryUnknown)
@requires("member")
def put_read(message_id: str) -> None:
    """Mark an entry as read; no other channel is tried for it any more"""
    if not context().inbox.read(identity().member_id, message_id, utc_now()):
        raise errors.EntryUnknown(message_id)


@inbox.post("/read-all")
@inbox.response(200, ReadSchema)
@requires("member")
def post_read_all() -> dict[str, Any]:
    """Mark everything that came until now as read"""
    return {"read": context().inbox.read_all(identity().member_id, utc_now())}


@inbox.get("/stream")
@inbox.response(200, UNREAD_EVENT, content_type=EVENT_STREAM)
@raises(TooManyStreams)
@requires("member")
def get_stream() -> Response:
    """Listen to how much is unread: Server-Sent Events named `unread`, at once and at every change

    The stream ends after some minutes; who listens on connects again, as EventSource does by itself.
    """
    at_hand = context()
    count = partial(unread_in, at_hand.database, identity().member_id)
    return streamed(lambda: {"unread": count(utc_now())}, "unread", at_hand.streams)
