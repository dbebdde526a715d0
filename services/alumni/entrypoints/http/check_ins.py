"""Daily check-ins over HTTP."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from datetime import date
from typing import Any

from alumni.domain import errors
from alumni.domain.check_in import CheckIn
from alumni.domain.check_in_plan import CheckInPlan, First, Wishes
from alumni.domain.errors import check_ins as refusals
from alumni.domain.errors.partnerships import PartnershipUnknown
from alumni.domain.help import support
from alumni.domain.local_time import local_date
from alumni.domain.member import Member, Role
from alumni.entrypoints.http.context import caller, context
from alumni.entrypoints.schemas import check_ins as schemas
from alumni.handlers import check_ins as handlers
from alumni.handlers.check_in_plans import plan_check_ins
from alumni.handlers.partnerships import mentee_in, partner_in
from alumni.views import check_ins as views
from chassis.clock import utc_now
from chassis.http import Blueprint, PageArguments, Problem, decode_cursor, one_page, raises, requires

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.CheckInClosed: Problem(409, "check-in-closed", "Only today's check-in is made and corrected."),
    refusals.CheckInUnknown: Problem(404, "check-in-unknown", "There is no such check-in."),
}

check_ins = Blueprint("check_ins", __name__, url_prefix="/api/alumni", description="Daily check-ins")
_UNASKED = Wishes(on=False, due_hour=20, delay_hours=3, first=First.PARTNER)


@check_ins.post("/me/check-ins")
@check_ins.arguments(schemas.SayingSchema)
@check_ins.response(200, schemas.SaidSchema)
@raises(errors.MemberUnknown)
@requires(Role.MEMBER)
def post_check_in(request: dict[str, Any]) -> dict[str, Any]:
    """Check in for today, or correct it; help comes first where it is needed"""
    return _say(request, None)


@check_ins.put("/me/check-ins/<date:day>")
@check_ins.arguments(schemas.SayingSchema)
@check_ins.response(200, schemas.SaidSchema)
@raises(errors.MemberUnknown, refusals.CheckInClosed)
@requires(Role.MEMBER)
def put_check_in(request: dict[str, Any], day: date) -> dict[str, Any]:
    """Check in for a day, which has to be today in one's own time zone"""
    return _say(request, day)


@check_ins.post("/me/check-ins/<date:day>/reach-out")
@check_ins.response(200, schemas.ReachedOutSchema)
@raises(errors.MemberUnknown, refusals.CheckInUnknown, errors.StaleAggregate)
@requires(Role.MEMBER)
def post_reach_out(day: date) -> dict[str, Any]:
    """Ask one's partners and mentor to get in touch now, or else the centre"""
    member, stores = _member(), context().stores
    asked = handlers.reach_out(
        member,
        day,
        check_ins=stores.check_ins,
        companionship=stores.companionship,
        at=utc_now(),
    )
    return {"help": support(member.language), "persons": len(asked.everybody)}


@check_ins.get("/me/check-ins")
@check_ins.arguments(PageArguments, location="query")
@check_ins.response(200, schemas.CheckInPageSchema)
@requires(Role.MEMBER)
def get_check_ins(page: dict[str, Any]) -> dict[str, Any]:
    """List one's check-ins, the latest first"""
    size, before = page["page_size"], _before(page)
    rows = views.check_ins_of(context().stores.database, caller().member_id, before=before, limit=size + 1)
    return _page(rows, size)


@check_ins.get("/me/check-ins/trend")
@check_ins.arguments(schemas.TrendArguments, location="query")
@check_ins.response(200, schemas.TrendSchema)
@raises(errors.MemberUnknown)
@requires(Role.MEMBER)
def get_trend(query: dict[str, Any]) -> dict[str, Any]:
    """Give the last days as data for a plot, for oneself"""
    member = _member()
    today = local_date(utc_now(), member.time_zone)
    return {"days": views.trend_of(context().stores.database, member.id, last=today, days=query["days"])}


@check_ins.get("/me/check-in-plan")
@check_ins.response(200, schemas.PlanSchema)
@raises(errors.MemberUnknown)
@requires(Role.MEMBER)
def get_plan() -> dict[str, Any]:
    """Show when one is asked, and who is prompted when one is silent"""
    member = _member()
    plan = context().stores.check_in_plans.of(member.id)
    return views.plan_as_answer(
        plan or CheckInPlan(id=member.id, wishes=_UNASKED, time_zone=member.time_zone)
    )


@check_ins.put("/me/check-in-plan")
@check_ins.arguments(schemas.PlanArguments)
@check_ins.response(200, schemas.PlanSchema)
@raises(errors.MemberUnknown, errors.StaleAggregate)
@requires(Role.MEMBER)
def put_plan(request: dict[str, Any]) -> dict[str, Any]:
    """Say when one wants to be asked, and who is prompted when one is silent"""
    plans = context().stores.check_in_plans
    return views.plan_as_answer(plan_check_ins(_member(), request["wishes"], plans=plans, at=utc_now()))


@check_ins.get("/partnerships/<id:partnership_id>/check-ins")
@check_ins.arguments(PageArguments, location="query")
@check_ins.response(200, schemas.ReadCheckInPageSchema)
@raises(PartnershipUnknown)
@requires(Role.MEMBER)
def get_partners_check_ins(page: dict[str, Any], partnership_id: str) -> dict[str, Any]:
    """Read how one's partner is; the note only of days for which one was chosen"""
    stores = context().stores
    whose = partner_in(
        caller().member_id, partnership_id, partnerships=stores.partnerships, blocks=stores.blocks
    )
    return _read(page, whose, partnership_id, chosen_only=False)


@check_ins.get("/pairs/<id:pair_id>/check-ins")
@check_ins.arguments(PageArguments, location="query")
@check_ins.response(200, schemas.ReadCheckInPageSchema)
@raises(PartnershipUnknown)
@requires(Role.MEMBER)
def get_mentees_check_ins(page: dict[str, Any], pair_id: str) -> dict[str, Any]:
    """Read, as the mentor, the days for which the mentee has chosen one"""
    stores = context().stores
    whose = mentee_in(caller().member_id, pair_id, companionship=stores.companionship, blocks=stores.blocks)
    return _read(page, whose, pair_id, chosen_only=True)


def _say(request: dict[str, Any], day: date | None) -> dict[str, Any]:
    member = context().stores.members.whereabouts(caller().member_id)
    said = handlers.say_how_it_is(
        handlers.SayHowItIs(**request), member, day, check_ins=context().stores.check_ins, at=utc_now()
    )
    return {
        "help": support(member.language) if said.needs_help else None,
        "offers": _offers(said),
        "check_in": views.as_answer(said),
    }


def _offers(said: CheckIn) -> list[str]:
    offers = ["reach-out"] if said.needs_help else []
    return offers if said.sober else [*offers, "record-slip"]


def _read(page: dict[str, Any], whose: str, reader: str, *, chosen_only: bool) -> dict[str, Any]:
    size = page["page_size"]
    rows = views.check_ins_for(
        context().stores.database,
        whose,
        reader,
        chosen_only=chosen_only,
        before=_before(page),
        limit=size + 1,
    )
    return _page(rows, size)


def _page(rows: list[dict[str, Any]], size: int) -> dict[str, Any]:
    named = [{**row, "day": row["date"].isoformat()} for row in rows]
    return one_page(named, size, "day")


def _before(page: dict[str, Any]) -> str | None:
    return str(decode_cursor(page["cursor"], [str])[0]) if page["cursor"] else None


def _member() -> Member:
    return context().stores.members.get(caller().member_id)
