"""Plans over HTTP."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from alumni.domain import errors
from alumni.domain.errors import plans as refusals
from alumni.domain.errors.partnerships import PartnershipUnknown
from alumni.domain.member import Role
from alumni.domain.plan import Plan
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.schemas import plans as schemas
from alumni.handlers import plans as handlers
from alumni.handlers.partnerships import partner_in
from chassis.http import Blueprint, Problem, raises, requires

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.ItemUnknown: Problem(404, "item-unknown", "The plan has no such item."),
}

plans = Blueprint("plans", __name__, url_prefix="/api/alumni", description="Plans")


@plans.get("/me/plan")
@plans.response(200, schemas.TreatmentPlanSchema)
@requires(Role.MEMBER)
def get_plan() -> Plan:
    """Show one's steps of treatment, therapy sessions and meetings"""
    return context().stores.plans.of(caller().member_id)


@plans.put("/me/plan")
@plans.arguments(schemas.TreatmentPlanArguments)
@plans.response(200, schemas.TreatmentPlanSchema)
@raises(errors.StaleAggregate)
@requires(Role.MEMBER)
def put_plan(request: dict[str, Any]) -> Plan:
    """Plan anew, and choose which partners read it"""
    shared_with = tuple(dict.fromkeys(request["shared_with"]))
    return handlers.write_plan(
        caller().member_id, request["items"], shared_with, plans=context().stores.plans
    )


@plans.patch("/me/plan")
@plans.arguments(schemas.TicksSchema)
@plans.response(200, schemas.TreatmentPlanSchema)
@raises(errors.StaleAggregate, refusals.ItemUnknown)
@requires(Role.MEMBER)
def patch_plan(request: dict[str, Any]) -> Plan:
    """Tick items off, or undo that"""
    ticks = {each["id"]: each["done"] for each in request["items"]}
    return handlers.tick_items(caller().member_id, ticks, plans=context().stores.plans)


@plans.get("/partnerships/<id:partnership_id>/plan")
@plans.response(200, schemas.PartnersTreatmentPlanSchema)
@raises(PartnershipUnknown)
@requires(Role.MEMBER)
def get_partners_plan(partnership_id: str) -> Plan:
    """Read a partner's plan, where they share it"""
    stores = context().stores
    whose = partner_in(
        caller().member_id, partnership_id, partnerships=stores.partnerships, blocks=stores.blocks
    )
    return handlers.plan_shared_with(partnership_id, whose, plans=stores.plans)
