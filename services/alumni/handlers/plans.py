"""Plan, and tick off."""

from collections.abc import Callable

from alumni.domain.errors.partnerships import PartnershipUnknown
from alumni.domain.plan import Item, Plan
from alumni.handlers.stale import again_when_stale
from alumni.ports.plans import Plans


def write_plan(member_id: str, items: list[Item], shared_with: tuple[str, ...], *, plans: Plans) -> Plan:
    """Plan anew, and choose who reads it."""
    return _change(member_id, lambda plan: plan.write(items, shared_with), plans)


def tick_items(member_id: str, ticks: dict[str, bool], *, plans: Plans) -> Plan:
    """Tick items off, or undo that; all or none. Raises ItemUnknown."""

    def decide(plan: Plan) -> None:
        for item_id, done in ticks.items():
            plan.tick(item_id, done=done)

    return _change(member_id, decide, plans)


def plan_shared_with(partnership_id: str, whose: str, *, plans: Plans) -> Plan:
    """Read a partner's plan; raises PartnershipUnknown where it is not shared."""
    plan = plans.of(whose)
    if partnership_id not in plan.shared_with:
        raise PartnershipUnknown
    return plan


def _change(member_id: str, decide: Callable[[Plan], None], plans: Plans) -> Plan:
    def attempt() -> Plan:
        plan = plans.of(member_id)
        decide(plan)
        plans.save(plan)
        return plan

    return again_when_stale(attempt)
