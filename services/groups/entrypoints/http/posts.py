"""Posts over HTTP."""

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
    idempotency_key,
    one_page,
    raises,
    requires,
)
from groups.domain import errors
from groups.domain.commands.boards import EditPost, Reply
from groups.entrypoints.http.boards import answer, desk
from groups.entrypoints.http.context import caller, context
from groups.entrypoints.schemas import boards as schemas
from groups.handlers.boards import moderates, readable_board, readable_post, readable_thread
from groups.handlers.posts import edit_post, hear_post, remove_post, reply, restore_post
from groups.views import boards as board_views
from groups.views import posts as views

posts = Blueprint("posts", __name__, url_prefix="/api/groups", description="Posts on boards")

_REFUSED = (errors.TimedOut, errors.ThreadLocked)


@posts.get("/threads/<id:thread_id>/posts")
@posts.arguments(PageArguments, location="query")
@posts.response(200, schemas.PostsPageSchema)
@raises(errors.ThreadUnknown)
@requires("member")
def get_posts(query: dict[str, Any], thread_id: str) -> dict[str, Any]:
    """List the posts of a thread in their order"""
    who = caller()
    _, board = readable_thread(who, thread_id, desk())
    after = decode_cursor(query["cursor"], (int,))[0] if query["cursor"] else 0
    size = query["page_size"]
    rows = views.posts(
        context().stores.database,
        thread_id,
        who.member_id,
        moderator=moderates(who, board),
        after=after,
        limit=size + 1,
    )
    return one_page(rows, size, "number")


@posts.post("/threads/<id:thread_id>/posts", parameters=[IDEMPOTENCY_KEY])
@posts.arguments(schemas.TextArguments)
@posts.response(201, schemas.WrittenSchema)
@posts.alt_response(200, schema=schemas.WrittenSchema, description="This was written before.")
@raises(errors.ThreadUnknown, errors.TooManyPosts, *_REFUSED)
@requires("member")
def post_post(body: dict[str, str], thread_id: str) -> Any:
    """Reply in a thread; as when a thread is begun, texts are masked, and help comes first"""
    command = Reply(
        thread_id=thread_id, caller=caller(), idempotency_key=idempotency_key(), at=utc_now(), **body
    )
    written = reply(command, desk())
    return answer(written), 201 if written.created else 200


@posts.get("/posts/<id:post_id>")
@posts.response(200, schemas.PostSchema)
@raises(errors.PostUnknown)
@requires("member")
def get_post(post_id: str) -> dict[str, Any]:
    """Show one post"""
    who = caller()
    _, board = readable_post(who, post_id, desk())
    database, moderator = context().stores.database, moderates(who, board)
    return views.post(database, post_id, who.member_id, moderator=moderator)


@posts.put("/posts/<id:post_id>")
@posts.arguments(schemas.TextArguments)
@posts.response(200, schemas.WrittenSchema)
@raises(errors.PostUnknown, errors.NotYourPost, errors.PostNotVisible, errors.StaleAggregate, *_REFUSED)
@requires("member")
def put_post(body: dict[str, str], post_id: str) -> dict[str, Any]:
    """Change the caller's own post"""
    return answer(edit_post(EditPost(post_id=post_id, caller=caller(), at=utc_now(), **body), desk()))


@posts.delete("/posts/<id:post_id>")
@posts.response(200, schemas.PostSchema)
@raises(errors.PostUnknown, errors.NotYourPost, errors.StaleAggregate)
@requires("member")
def delete_post(post_id: str) -> dict[str, Any]:
    """Take the caller's own post away; within a minute it can be restored, then its text is erased"""
    remove_post(post_id, caller(), utc_now(), desk())
    return _shown(post_id)


@posts.post("/posts/<id:post_id>/restoration")
@posts.response(200, schemas.PostSchema)
@raises(errors.PostUnknown, errors.NotYourPost, errors.UndoTooLate, errors.StaleAggregate)
@requires("member")
def post_restoration(post_id: str) -> dict[str, Any]:
    """Bring the caller's own post back, within a minute"""
    restore_post(post_id, caller(), utc_now(), desk())
    return _shown(post_id)


@posts.put("/posts/<id:post_id>/hears")
@posts.response(204)
@raises(errors.PostUnknown, errors.PostNotVisible)
@requires("member")
def put_hears(post_id: str) -> None:
    """Say "I hear you" to a post"""
    hear_post(post_id, caller(), desk(), heard=True)


@posts.delete("/posts/<id:post_id>/hears")
@posts.response(204)
@raises(errors.PostUnknown)
@requires("member")
def delete_hears(post_id: str) -> None:
    """Take "I hear you" back"""
    hear_post(post_id, caller(), desk(), heard=False)


@posts.get("/search")
@posts.arguments(schemas.SearchArguments, location="query")
@posts.response(200, schemas.PostsPageSchema)
@raises(errors.BoardUnknown)
@requires("member")
def get_search(query: dict[str, Any]) -> dict[str, Any]:
    """Find posts that hold every word, on the caller's boards or on one that they may read"""
    found, who = context().stores, caller()
    if query["board_id"] is None:
        board_ids = board_views.readable_ids(who, found.groups)
    else:
        board_ids = [readable_board(who, query["board_id"], found.groups).id]
    after = decode_cursor(query["cursor"], (datetime, str)) if query["cursor"] else None
    size = query["page_size"]
    rows = views.search(found.database, board_ids, query["q"], who.member_id, after, size + 1)
    return one_page(rows, size, "created_at", "id")


def _shown(post_id: str) -> dict[str, Any]:
    return views.post(context().stores.database, post_id, caller().member_id, moderator=False)
