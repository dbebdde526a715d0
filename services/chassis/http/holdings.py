"""Where a service gives what it holds of a person to the one that makes exports: outside /api.

The gateway has no way here, and only who holds the platform's own token is answered: what is held of
people is not for everything that runs on the same network.
"""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

import json
from collections.abc import Callable, Sequence
from typing import Any

from marshmallow import fields, validate
from pymongo.database import Database

from chassis import personal
from chassis.http.auth import PLATFORM, requires
from chassis.http.blueprint import Blueprint
from chassis.http.problems import Problem, abort_with, invalid
from chassis.http.schemas import Schema, WholeNumber
from chassis.personal import Holding

MOST_AT_ONCE = 1_000
NOTHING_HELD = Problem(404, "collection-unknown", "Nothing of anybody is held there.")


class HoldingsSchema(Schema):
    """The collections in which a service may hold something of a person."""

    collections = fields.List(fields.String(), required=True)


class HeldArguments(Schema):
    """Which page."""

    behind = fields.String(load_default=None, validate=validate.Length(max=200))
    page_size = WholeNumber(load_default=MOST_AT_ONCE, validate=validate.Range(1, MOST_AT_ONCE))


class HeldSchema(Schema):
    """A page of what is held, as it rests, without what is not the person's to see."""

    items = fields.List(fields.Dict(keys=fields.String()), required=True)
    behind = fields.String(required=True, allow_none=True)


def holdings_blueprint(
    holdings: Sequence[Holding], database: Callable[[], Database[dict[str, Any]]]
) -> Blueprint:
    """Make the endpoints of one service."""
    held = Blueprint(
        "holdings", __name__, url_prefix="/holdings", description="What is held of a person, for exports"
    )

    @held.get("")
    @held.response(200, HoldingsSchema)
    @requires(PLATFORM)
    def get_holdings() -> dict[str, Any]:
        """Name the collections in which a person may appear"""
        return {"collections": [each.collection for each in holdings]}

    @held.get("/<string:collection>/<id:member_id>")
    @held.arguments(HeldArguments, location="query")
    @held.response(200, HeldSchema)
    @requires(PLATFORM)
    def get_held(arguments: dict[str, Any], collection: str, member_id: str) -> dict[str, Any]:
        """Give a page of what one collection holds of a member"""
        holding = personal.named(holdings, collection)
        if holding is None:
            abort_with(NOTHING_HELD)
        return held_page(
            database(), holding, member_id, behind=arguments["behind"], limit=arguments["page_size"]
        )

    return held


def held_page(
    database: Database[dict[str, Any]],
    holding: Holding,
    member_id: str,
    *,
    behind: str | None,
    limit: int = MOST_AT_ONCE,
) -> dict[str, Any]:
    """Give a page of a holding as JSON, and behind what the next one begins."""
    rows = personal.page(database, holding, member_id, behind=_read(behind), limit=limit + 1)
    more = len(rows) > limit
    items = [personal.plain(each) for each in rows[:limit]]
    return {"items": items, "behind": json.dumps(rows[limit - 1]["_id"]) if more else None}


def _read(behind: str | None) -> str | int | None:
    """Read the id behind which to go on."""
    if behind is None:
        return None
    try:
        found = json.loads(behind)
    except ValueError:
        found = None
    if not isinstance(found, str | int):
        raise invalid({"behind": ["Not a place to go on behind."]})
    return found
