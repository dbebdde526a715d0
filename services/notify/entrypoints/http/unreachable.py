"""Members who cannot be reached, for the coordinators of their centre."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from typing import Any

from chassis.http import Blueprint, PageArguments, decode_cursor, identity, one_page, requires
from notify.entrypoints.http.context import context
from notify.entrypoints.schemas.unreachable import UnreachablePageSchema
from notify.views.unreachable import unreachable_of

unreachable = Blueprint(
    "unreachable",
    __name__,
    url_prefix="/api/notify/unreachable",
    description="Members who cannot be reached",
)


@unreachable.get("")
@unreachable.arguments(PageArguments, location="query")
@unreachable.response(200, UnreachablePageSchema)
@requires("coordinator")
def get_unreachable(page: dict[str, Any]) -> dict[str, Any]:
    """List the members of the caller's own centre who cannot be reached over a channel, and since when

    The number or the address is not told; whoever it is can be asked for another one.
    """
    size, centre_id = page["page_size"], identity().centre_id
    [after] = decode_cursor(page["cursor"], [str]) if page["cursor"] else [None]
    rows = unreachable_of(context().database, centre_id, after=after, limit=size + 1) if centre_id else []
    return one_page(rows, size, "member_id")
