"""Groups over HTTP, and who leads them."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from chassis.clock import utc_now
from chassis.http import (
    IDEMPOTENCY_KEY,
    Blueprint,
    Problem,
    decode_cursor,
    idempotency_key,
    one_page,
    raises,
    requires,
)
from chassis.ids import derived_id, new_id
from groups.domain import errors
from groups.domain.commands import AppointFacilitator, ChangeGroup, CreateGroup, DismissFacilitator
from groups.domain.group import Group
from groups.entrypoints.http.context import caller, context, own_centre
from groups.entrypoints.schemas import groups as schemas
from groups.handlers.access import leads, seen_group
from groups.handlers.groups import appoint_facilitator, change_group, create_group, dismiss_facilitator
from groups.views import groups as views

Row = dict[str, Any]

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.GroupUnknown: Problem(404, "group-unknown", "There is no such group."),
    errors.NotYourGroup: Problem(403, "not-your-group", "Only who leads the group does this."),
    errors.GroupInconsistent: Problem(422, "group-inconsistent", "This contradicts itself."),
    errors.LicenceNotCurrent: Problem(409, "licence-not-current", "The therapist's licence has expired."),
    errors.GroupIsSuspended: Problem(409, "group-suspended", "The group is suspended."),
    errors.GroupBusy: Problem(
        503, "group-busy", "Too much news of this group waits to be sent; try again soon."
    ),
    errors.ReferralOnly: Problem(403, "referral-only", "Only its centre refers members to it."),
    errors.DeclarationMissing: Problem(
        403, "declaration-missing", "The group is for people who say of themselves what you have not said."
    ),
    errors.MembershipUnknown: Problem(
        404, "membership-unknown", "This person neither belongs to the group nor has asked to."
    ),
    errors.TooManyLeaders: Problem(
        409, "too-many-leaders", "The group has all the facilitators it may have."
    ),
    errors.TooManyGroups: Problem(409, "too-many-groups", "You belong to as many groups as one may."),
    errors.NotALeader: Problem(422, "not-a-leader", "Only who leads the group is on call for it."),
    errors.ShiftUnknown: Problem(404, "shift-unknown", "The roster has no such shift."),
    errors.TooManyHandovers: Problem(409, "too-many-handovers", "The roster holds no more handovers."),
    errors.StaleAggregate: Problem(409, "changed-meanwhile", "It was changed meanwhile; try again."),
}

_NOT_COORDINATED = (errors.GroupUnknown, errors.NotYourGroup, errors.StaleAggregate, errors.GroupBusy)

groups = Blueprint("groups", __name__, url_prefix="/api/groups", description="Groups, and who leads them")


@groups.post("/groups", parameters=[IDEMPOTENCY_KEY])
@groups.arguments(schemas.NewGroupSchema)
@groups.response(201, schemas.OneGroupSchema)
@groups.alt_response(200, schema=schemas.OneGroupSchema, description="This key has made this group already.")
@raises(errors.NotOfYourCentre, errors.GroupInconsistent, errors.LicenceNotCurrent, errors.TooManyLeaders)
@requires("coordinator")
def post_group(fields: dict[str, Any]) -> Any:
    """Let a group begin in the coordinator's own centre

    A therapy group is closed and has a therapist whose licence is on record and current.
    """
    me, own, key = caller(), own_centre(), idempotency_key()
    described = _with_tuples(fields)
    group = Group(
        id=derived_id("group", me.member_id, key) if key else new_id(),
        **described | {"centre_ids": described["centre_ids"] or (own,)},
    )
    command = CreateGroup(caller=me, group=group, at=utc_now())
    created, is_new = create_group(command, context().stores.groups)
    return _shown(created), 201 if is_new else 200


@groups.get("/groups")
@groups.arguments(schemas.GroupsQuerySchema, location="query")
@groups.response(200, schemas.GroupsPageSchema)
@requires("member")
def get_groups(query: dict[str, Any]) -> Row:
    """List the active groups that anybody may find, by name

    Therapy groups and closed mentor circles are in no list; closed groups of other kinds are, to be asked.
    """
    size, cursor = query.pop("page_size"), query.pop("cursor")
    after = decode_cursor(cursor, (str, str)) if cursor else None
    rows = views.groups(context().stores.database, **query, after=after, limit=size + 1)
    return one_page(rows, size, "name", "id")


@groups.get("/groups/<id:group_id>")
@groups.response(200, schemas.OneGroupSchema)
@raises(errors.GroupUnknown)
@requires("member")
def get_group(group_id: str) -> Row:
    """Show a group; who leads it is shown to its leaders"""
    stores = context().stores
    return _shown(seen_group(caller(), group_id, stores.groups, stores.memberships))


@groups.patch("/groups/<id:group_id>")
@groups.arguments(schemas.GroupChangesSchema)
@groups.response(200, schemas.OneGroupSchema)
@raises(
    *_NOT_COORDINATED,
    *(errors.NotOfYourCentre, errors.GroupInconsistent, errors.LicenceNotCurrent, errors.GroupIsSuspended),
)
@requires("coordinator")
def patch_group(changes: dict[str, Any], group_id: str) -> Row:
    """Describe a group of the own centre anew, renew its licence, suspend it or let it meet again"""
    command = ChangeGroup(caller=caller(), group_id=group_id, changes=_with_tuples(changes), at=utc_now())
    return _shown(change_group(command, context().stores.groups))


@groups.put("/groups/<id:group_id>/facilitators/<id:member_id>")
@groups.arguments(schemas.FacilitatorSchema, required=False)
@groups.response(200, schemas.LeadershipSchema)
@raises(*_NOT_COORDINATED, errors.TooManyLeaders)
@requires("coordinator")
def put_facilitator(way: dict[str, bool], group_id: str, member_id: str) -> Row:
    """Let a member facilitate a group of the own centre, or co-facilitate it"""
    command = AppointFacilitator(caller=caller(), group_id=group_id, member_id=member_id, co=way["co"])
    return _leadership(appoint_facilitator(command, context().stores.groups))


@groups.delete("/groups/<id:group_id>/facilitators/<id:member_id>")
@groups.response(200, schemas.LeadershipSchema)
@raises(*_NOT_COORDINATED)
@requires("coordinator")
def delete_facilitator(group_id: str, member_id: str) -> Row:
    """Let a member facilitate a group no more; who does not is left in peace"""
    command = DismissFacilitator(caller=caller(), group_id=group_id, member_id=member_id)
    return _leadership(dismiss_facilitator(command, context().stores.groups))


def _with_tuples(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}


def _shown(group: Group) -> Row:
    """A group as it concerns the caller."""
    me = caller()
    standing = context().stores.memberships.of(group.id, me.member_id).standing
    return {
        **vars(group),
        "standing": standing,
        "leadership": _leadership(group) if leads(me, group) else None,
    }


def _leadership(group: Group) -> Row:
    return {
        "facilitators": group.facilitators,
        "co_facilitators": group.co_facilitators,
        "licence": group.licence,
        "cause": group.cause,
    }
