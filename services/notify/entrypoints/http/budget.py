"""What a centre spends on messages."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chassis.clock import utc_now
from chassis.http import Blueprint, Problem, identity, raises, requires
from notify.adapters.mongo_budgets import MongoBudgets
from notify.domain import errors
from notify.domain.budget import month_of
from notify.entrypoints.http.context import context
from notify.entrypoints.schemas.budget import BudgetQuery, BudgetSchema, CapSchema

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.BudgetUnknown: Problem(404, "budget-unknown", "There is no such budget."),
}
ADMINISTRATOR = "network-administrator"

budget = Blueprint("budget", __name__, url_prefix="/api/notify/budget", description="What messages cost")


@budget.get("")
@budget.arguments(BudgetQuery, location="query")
@budget.response(200, BudgetSchema)
@raises(errors.BudgetUnknown)
@requires("coordinator", ADMINISTRATOR)
def get_budget(query: dict[str, Any]) -> Any:
    """See what the messages of a centre cost this month: coordinators their own, administrators any"""
    caller = identity()
    wanted = query["centre_id"] or caller.centre_id
    if wanted is None or (ADMINISTRATOR not in caller.roles and wanted != caller.centre_id):
        raise errors.BudgetUnknown
    return MongoBudgets(context().database).of(wanted, month_of(utc_now()))


@budget.put("")
@budget.arguments(CapSchema)
@budget.response(200, BudgetSchema)
@requires(ADMINISTRATOR)
def put_budget(asked: dict[str, Any]) -> Any:
    """Set what a centre may spend a month on texts; what is urgent is sent all the same"""
    budgets = MongoBudgets(context().database)
    budgets.set_cap(asked["centre_id"], asked["cap"])
    return budgets.of(asked["centre_id"], month_of(utc_now()))
