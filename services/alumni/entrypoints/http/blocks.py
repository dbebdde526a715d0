"""Blocking a person: they are never matched, and what there is between the two ends."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from alumni.domain.errors import StaleAggregate
from alumni.domain.errors import mentoring as refusals
from alumni.entrypoints.http.context import context
from alumni.entrypoints.http.pairs import walks
from alumni.entrypoints.schemas import mentors as schemas
from alumni.handlers.pairs import part
from alumni.views.mentors import blocks_of
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

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.TooManyBlocks: Problem(409, "too-many-blocks", "Unblock somebody first."),
}

blocks = Blueprint("blocks", __name__, url_prefix="/api/alumni", description="Blocking a person")


@blocks.put("/me/blocks/<id:member_id>")
@blocks.response(204)
@raises(refusals.TooManyBlocks, StaleAggregate)
@requires("member")
def put_block(member_id: str) -> None:
    """Block a person, who is not told; whether there is one of this id is not told either"""
    now, who = utc_now(), identity().member_id
    context().stores.blocks.add(who, member_id, at=now)
    part(who, member_id, walks=walks(), at=now)


@blocks.delete("/me/blocks/<id:member_id>")
@blocks.response(204)
@requires("member")
def delete_block(member_id: str) -> None:
    """Unblock a person, blocked or not"""
    context().stores.blocks.remove(identity().member_id, member_id)


@blocks.get("/me/blocks")
@blocks.arguments(PageArguments, location="query")
@blocks.response(200, schemas.BlockPageSchema)
@requires("member")
def get_blocks(page: dict[str, Any]) -> dict[str, Any]:
    """List whom the caller has blocked"""
    behind = decode_cursor(page["cursor"], [str])[0] if page["cursor"] else ""
    size = page["page_size"]
    rows = blocks_of(context().stores.database, identity().member_id, behind=behind, limit=size + 1)
    return one_page(rows, size, "id")
