"""Ask members how their day is, and prompt a person where one is silent."""

from datetime import date, datetime

from alumni.domain.check_in_plan import Around, CheckInPlan, Wishes
from alumni.domain.errors import StaleAggregate
from alumni.domain.member import Member
from alumni.handlers.stale import again_when_stale
from alumni.ports.check_ins import CheckInPlans, CheckIns
from alumni.ports.partnerships import Companions, Companionship

MOST_BATCHES = 50  # at one look


def plan_check_ins(member: Member, wishes: Wishes, *, plans: CheckInPlans, at: datetime) -> CheckInPlan:
    """Keep when a member wants to be asked, and who is prompted."""

    def attempt() -> CheckInPlan:
        plan = plans.of(member.id)
        if plan is None:
            plan = CheckInPlan.make(member.id, wishes, member.time_zone, at=at)
        else:
            plan.wish(wishes, member.time_zone, at=at)
        plans.save(plan)
        return plan

    return again_when_stale(attempt)


def take_due_steps(
    *, plans: CheckInPlans, check_ins: CheckIns, companionship: Companionship, at: datetime
) -> int:
    """Take every step that is due, each once; tell how many."""
    count = 0
    for _ in range(MOST_BATCHES):
        batch = plans.due(at)
        taken = _take(list(batch), plans, check_ins, companionship, at) if batch else 0
        count += taken
        if not taken:
            break
    return count


def _take(
    batch: list[CheckInPlan],
    plans: CheckInPlans,
    check_ins: CheckIns,
    companionship: Companionship,
    at: datetime,
) -> int:
    ids = [plan.id for plan in batch]
    companions = companionship.of(ids)
    days = check_ins.latest_days(ids, min(plan.day or date.max for plan in batch))
    taken = 0
    for plan in batch:
        plan.advance(_around(plan, companions[plan.id], days.get(plan.id)), at=at)
        try:
            plans.save(plan)
        except StaleAggregate:
            continue  # Another worker took the step, or the member wants it otherwise.
        taken += 1
    return taken


def _around(plan: CheckInPlan, companions: Companions, last: date | None) -> Around:
    return Around(
        time_zone=companions.time_zone or plan.time_zone,
        partners=companions.partners,
        mentor=companions.mentor,
        centre_id=companions.centre_id,
        said=last is not None and plan.day is not None and last >= plan.day,
    )
