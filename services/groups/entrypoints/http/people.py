"""What members say of themselves, over HTTP: the home group, and declarations."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from typing import Any

from chassis.http import Blueprint, raises, requires
from groups.domain import errors
from groups.domain.commands import ChooseHomeGroup
from groups.domain.person import Declaration
from groups.entrypoints.http.context import caller, context
from groups.entrypoints.schemas import people as schemas
from groups.handlers.memberships import choose_home_group

Row = dict[str, Any]

people = Blueprint(
    "people", __name__, url_prefix="/api/groups", description="What the caller says of themselves"
)


@people.get("/me/home-group")
@people.response(200, schemas.HomeGroupSchema)
@requires("member")
def get_home_group() -> Row:
    """Show the caller's home group"""
    return {"group_id": context().stores.people.get(caller().member_id).home_group_id}


@people.put("/me/home-group")
@people.arguments(schemas.HomeGroupSchema)
@people.response(200, schemas.HomeGroupSchema)
@raises(errors.GroupUnknown)
@requires("member")
def put_home_group(choice: dict[str, str | None]) -> Row:
    """Name the caller's home group, or none"""
    stores = context().stores
    command = ChooseHomeGroup(caller=caller(), group_id=choice["group_id"])
    choose_home_group(command, stores.groups, stores.memberships, stores.people)
    return {"group_id": command.group_id}


@people.get("/me/declarations")
@people.response(200, schemas.DeclarationsSchema)
@requires("member")
def get_declarations() -> Row:
    """Show what the caller declares of themselves; nobody else sees it"""
    return _shown(context().stores.people.get(caller().member_id).declarations)


@people.put("/me/declarations")
@people.arguments(schemas.DeclarationsSchema)
@people.response(200, schemas.DeclarationsSchema)
@requires("member")
def put_declarations(said: dict[str, list[Declaration]]) -> Row:
    """Declare what one is, to come to groups that are for it; an empty list withdraws everything"""
    declarations = frozenset(said["declarations"])
    context().stores.people.declare(caller().member_id, declarations)
    return _shown(declarations)


def _shown(declarations: frozenset[Declaration]) -> Row:
    return {"declarations": sorted(declarations)}
