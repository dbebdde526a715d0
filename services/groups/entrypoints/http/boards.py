"""Boards and threads over HTTP."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from datetime import datetime
from typing import Any

from chassis.clock import utc_now
from chassis.http import (
    IDEMPOTENCY_KEY,
    Blueprint,
    PageArguments,
    decode_cursor,
    encode_cursor,
    idempotency_key,
    one_page,
    raises,
    requires,
)
from groups.adapters.lexicon import read_lexicon
from groups.adapters.phones import phone_spans
from groups.domain import errors
from groups.domain.commands.boards import OpenThread
from groups.domain.masking import WHY
from groups.entrypoints.http.context import caller, context
from groups.entrypoints.schemas import boards as schemas
from groups.handlers.boards import Desk, readable_board, readable_thread
from groups.handlers.posts import Written, open_thread
from groups.views import boards as views
from groups.views import posts as post_views

boards = Blueprint("boards", __name__, url_prefix="/api/groups", description="Boards and their threads")


def desk() -> Desk:
    """Give what orders about boards work with."""
    stores = context().stores
    return Desk(
        groups=stores.groups,
        rosters=stores.rosters,
        threads=stores.threads,
        posts=stores.posts,
        readers=stores.readers,
        lexicon=read_lexicon(),
        phones=phone_spans,
    )


def answer(written: Written) -> dict[str, Any]:
    """Tell a writer what became of a text: help first."""
    post = written.post
    row = post_views.post(context().stores.database, post.id, caller().member_id, moderator=False)
    masked = [{"kind": kind, "count": n, "why": WHY[kind]} for kind, n in written.masked.items()]
    return {"help": written.help, "masked": masked, "post": row}


@boards.get("/boards")
@boards.response(200, schemas.BoardsSchema)
@requires("member")
def get_boards() -> dict[str, Any]:
    """List the open boards of the network, and those of the caller's groups"""
    stores = context().stores
    return {"items": views.boards(stores.database, caller(), stores.groups)}


@boards.put("/boards/<id:board_id>/read")
@boards.response(204)
@raises(errors.BoardUnknown)
@requires("member")
def put_board_read(board_id: str) -> None:
    """Mark everything on a board as seen"""
    stores = context().stores
    readable_board(caller(), board_id, stores.groups)
    stores.readers.read_board(board_id, caller().member_id)


@boards.get("/boards/<id:board_id>/threads")
@boards.arguments(PageArguments, location="query")
@boards.response(200, schemas.ThreadsPageSchema)
@raises(errors.BoardUnknown)
@requires("member")
def get_threads(query: dict[str, Any], board_id: str) -> dict[str, Any]:
    """List the threads of a board, the newest first"""
    stores = context().stores
    readable_board(caller(), board_id, stores.groups)
    after = decode_cursor(query["cursor"], (datetime, str)) if query["cursor"] else None
    size = query["page_size"]
    rows = views.threads(stores.database, board_id, caller().member_id, after, size + 1)
    return one_page(rows, size, "created_at", "id")


@boards.post("/boards/<id:board_id>/threads", parameters=[IDEMPOTENCY_KEY])
@boards.arguments(schemas.ThreadArguments)
@boards.response(201, schemas.WrittenSchema)
@boards.alt_response(200, schema=schemas.WrittenSchema, description="This was written before.")
@raises(errors.BoardUnknown, errors.TimedOut, errors.TooManyPosts)
@requires("member")
def post_thread(body: dict[str, str], board_id: str) -> Any:
    """Begin a thread

    Phone numbers, e-mail addresses and addresses of people are masked before anything is stored. A text that
    sounds like a crisis is published, `help` is to be shown first, and those on duty are alerted.
    """
    command = OpenThread(
        board_id=board_id, caller=caller(), idempotency_key=idempotency_key(), at=utc_now(), **body
    )
    written = open_thread(command, desk())
    return answer(written), 201 if written.created else 200


@boards.get("/threads/<id:thread_id>")
@boards.response(200, schemas.ThreadSchema)
@raises(errors.ThreadUnknown)
@requires("member")
def get_thread(thread_id: str) -> dict[str, Any]:
    """Show the head of a thread"""
    readable_thread(caller(), thread_id, desk())
    return views.thread(context().stores.database, thread_id, caller().member_id)


@boards.put("/threads/<id:thread_id>/read")
@boards.arguments(schemas.ReadArguments, required=False)
@boards.response(200, schemas.ThreadSchema)
@raises(errors.ThreadUnknown)
@requires("member")
def put_thread_read(body: dict[str, Any], thread_id: str) -> dict[str, Any]:
    """Mark a thread as read up to a post"""
    found = desk()
    thread, _ = readable_thread(caller(), thread_id, found)
    number = min(body["number"] or thread.last_number, thread.last_number)
    found.readers.read_thread(thread_id, caller().member_id, number)
    return views.thread(context().stores.database, thread_id, caller().member_id)


@boards.put("/threads/<id:thread_id>/following")
@boards.response(204)
@raises(errors.ThreadUnknown)
@requires("member")
def put_following(thread_id: str) -> None:
    """Follow a thread"""
    _follow(thread_id, follow=True)


@boards.delete("/threads/<id:thread_id>/following")
@boards.response(204)
@raises(errors.ThreadUnknown)
@requires("member")
def delete_following(thread_id: str) -> None:
    """Follow a thread no more"""
    _follow(thread_id, follow=False)


@boards.put("/threads/<id:thread_id>/muting")
@boards.response(204)
@raises(errors.ThreadUnknown)
@requires("member")
def put_muting(thread_id: str) -> None:
    """Mute a thread: nothing in it counts as unread"""
    _mute(thread_id, mute=True)


@boards.delete("/threads/<id:thread_id>/muting")
@boards.response(204)
@raises(errors.ThreadUnknown)
@requires("member")
def delete_muting(thread_id: str) -> None:
    """Hear of a thread again"""
    _mute(thread_id, mute=False)


@boards.get("/followed-threads")
@boards.arguments(PageArguments, location="query")
@boards.response(200, schemas.ThreadsPageSchema)
@requires("member")
def get_followed_threads(query: dict[str, Any]) -> dict[str, Any]:
    """List the threads that the caller follows"""
    stores = context().stores
    after = decode_cursor(query["cursor"], (str,))[0] if query["cursor"] else None
    rows, more = views.followed(stores.database, caller(), stores.groups, after, query["page_size"])
    return {"items": rows, "next_cursor": encode_cursor([more]) if more else None}


def _follow(thread_id: str, *, follow: bool) -> None:
    found = desk()
    readable_thread(caller(), thread_id, found)
    found.readers.follow(thread_id, caller().member_id, follow=follow)


def _mute(thread_id: str, *, mute: bool) -> None:
    found = desk()
    readable_thread(caller(), thread_id, found)
    found.readers.mute(thread_id, caller().member_id, mute=mute)
