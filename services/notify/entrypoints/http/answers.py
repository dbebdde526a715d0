"""Texts that only a person can read, for the coordinators of the home of who wrote them."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

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
from notify.entrypoints.schemas.answers import UnreadTextsPageSchema
from notify.views.answers import unread_texts

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.TextUnknown: Problem(404, "text-unknown", "Your centre has no such text."),
}

answers = Blueprint(
    "answers", __name__, url_prefix="/api/notify/answers", description="Texts that a person has to read"
)


@answers.get("")
@answers.arguments(PageArguments, location="query")
@answers.response(200, UnreadTextsPageSchema)
@requires("coordinator")
def get_answers(page: dict[str, Any]) -> Any:
    """List what members of the coordinator's own centre wrote and nobody else could read

    The newest first; kept for 30 days.
    """
    size, at_hand = page["page_size"], context()
    after = decode_cursor(page["cursor"], [datetime, str]) if page["cursor"] else None
    rows = unread_texts(
        at_hand.database, identity().centre_id or "", at_hand.seal.unseal, after=after, limit=size + 1
    )
    return one_page(rows, size, "received_at", "id"), {"Cache-Control": "no-store"}


@answers.put("/<id:answer_id>/handled")
@answers.response(204)
@raises(errors.TextUnknown)
@requires("coordinator")
def put_handled(answer_id: str) -> None:
    """Say that somebody saw to a text of the coordinator's own centre; again changes nothing"""
    caller = identity()
    if not context().desk.unread.handle(answer_id, caller.centre_id or "", caller.member_id, utc_now()):
        raise errors.TextUnknown
