"""Memberships over HTTP."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from typing import Any

from chassis.clock import utc_now
from chassis.http import Blueprint, decode_cursor, one_page, raises, requires
from groups.domain import errors
from groups.domain.access import COORDINATOR
from groups.domain.commands import AdmitMember, AskToJoin, EndMembership
from groups.domain.membership import Membership
from groups.entrypoints.http.context import caller, context
from groups.entrypoints.schemas import groups as schemas
from groups.handlers.access import led_group
from groups.handlers.memberships import admit_member, ask_to_join, end_membership
from groups.views import groups as views

Row = dict[str, Any]

memberships = Blueprint(
    "memberships", __name__, url_prefix="/api/groups", description="Who belongs to a group"
)


@memberships.post("/groups/<id:group_id>/requests")
@memberships.response(200, schemas.StandingSchema)
@raises(
    errors.GroupUnknown,
    errors.GroupIsSuspended,
    errors.DeclarationMissing,
    errors.ReferralOnly,
    errors.TooManyGroups,
    errors.StaleAggregate,
)
@requires("member")
def post_request(group_id: str) -> Membership:
    """Belong to an open group at once, or ask to belong to a closed one

    Asking again changes nothing. Whoever was removed asks, even where others belong at once.
    """
    stores = context().stores
    command = AskToJoin(caller=caller(), group_id=group_id, at=utc_now())
    return ask_to_join(command, stores.groups, stores.memberships, stores.people)


@memberships.get("/groups/<id:group_id>/members")
@memberships.arguments(schemas.MembersQuerySchema, location="query")
@memberships.response(200, schemas.MembersPageSchema)
@raises(errors.GroupUnknown, errors.NotYourGroup)
@requires("member")
def get_members(query: dict[str, Any], group_id: str) -> Row:
    """List a group's members for its leaders: ids and since when"""
    stores = context().stores
    led_group(caller(), group_id, stores.groups)
    after = decode_cursor(query["cursor"], (str,))[0] if query["cursor"] else None
    size = query["page_size"]
    rows = views.members(stores.database, group_id, query["standing"], after=after, limit=size + 1)
    return one_page(rows, size, "member_id")


@memberships.put("/groups/<id:group_id>/members/<id:member_id>")
@memberships.response(200, schemas.StandingSchema)
@raises(
    errors.GroupUnknown,
    errors.NotYourGroup,
    errors.ReferralOnly,
    errors.GroupIsSuspended,
    errors.TooManyGroups,
    errors.StaleAggregate,
)
@requires("member")
def put_member(group_id: str, member_id: str) -> Membership:
    """Admit somebody to a group that the caller leads

    A therapy group takes only whom a coordinator of its centre refers. A removal is undone in this way.
    """
    stores = context().stores
    command = AdmitMember(caller=caller(), group_id=group_id, member_id=member_id, at=utc_now())
    return admit_member(command, stores.groups, stores.memberships)


@memberships.delete("/groups/<id:group_id>/members/<id:member_id>")
@memberships.response(200, schemas.StandingSchema)
@raises(errors.GroupUnknown, errors.NotYourGroup, errors.MembershipUnknown, errors.StaleAggregate)
@requires("member")
def delete_member(group_id: str, member_id: str) -> Membership:
    """Leave a group or take the request back, or remove somebody from a group that the caller leads"""
    stores = context().stores
    command = EndMembership(caller=caller(), group_id=group_id, member_id=member_id, at=utc_now())
    return end_membership(command, stores.groups, stores.memberships)


@memberships.get("/me/groups")
@memberships.arguments(schemas.OwnGroupsQuerySchema, location="query")
@memberships.response(200, schemas.OwnGroupsPageSchema)
@requires("member")
def get_own_groups(query: dict[str, Any]) -> Row:
    """List the groups that the caller leads, belongs to or has asked to join

    A coordinator sees all groups of the own centre here.
    """
    me, size = caller(), query["page_size"]
    after = decode_cursor(query["cursor"], (str,))[0] if query["cursor"] else None
    centre_id = me.centre_id if COORDINATOR in me.roles else None
    rows = views.own_groups(context().stores.database, me.member_id, centre_id, after=after, limit=size + 1)
    return one_page(rows, size, "id")
