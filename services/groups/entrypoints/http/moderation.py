"""Moderation of boards over HTTP: reports, cases, appeals, locks and alerts."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from datetime import datetime, timedelta
from typing import Any

from chassis.clock import utc_now
from chassis.http import (
    Blueprint,
    PageArguments,
    decode_cursor,
    invalid,
    one_page,
    raises,
    requires,
)
from groups.domain import errors
from groups.domain.commands.boards import AnswerAppeal, AppealAct, CloseAlert, ModeratePost, ReportPost
from groups.domain.moderation import Act
from groups.entrypoints.http.boards import desk
from groups.entrypoints.http.context import caller, context
from groups.entrypoints.schemas import moderation as schemas
from groups.entrypoints.schemas.boards import ThreadSchema
from groups.handlers import moderation as handlers
from groups.handlers.boards import moderated_board
from groups.views import boards as board_views
from groups.views import posts as views

LONGEST_TIME_OUT = timedelta(days=90)

moderation = Blueprint(
    "moderation", __name__, url_prefix="/api/groups", description="Moderation of boards, and crisis alerts"
)

_NOT_YOURS = (errors.PostUnknown, errors.NotYourBoard, errors.OwnCase, errors.CaseFull, errors.StaleAggregate)


@moderation.post("/posts/<id:post_id>/reports")
@moderation.arguments(schemas.ReportArguments)
@moderation.response(201, schemas.ReportedSchema)
@moderation.alt_response(200, schema=schemas.ReportedSchema, description="You reported it before.")
@raises(errors.PostUnknown, errors.OwnCase, errors.PostNotVisible, errors.StaleAggregate)
@requires("member")
def post_report(body: dict[str, Any], post_id: str) -> Any:
    """Report a post to the moderators, once"""
    command = ReportPost(post_id=post_id, caller=caller(), at=utc_now(), **body)
    new = handlers.report_post(command, desk())
    return {"post_id": post_id, "reported": True}, 201 if new else 200


@moderation.get("/boards/<id:board_id>/cases")
@moderation.arguments(schemas.CasesArguments, location="query")
@moderation.response(200, schemas.CasesPageSchema)
@raises(errors.BoardUnknown, errors.NotYourBoard)
@requires("member")
def get_cases(query: dict[str, Any], board_id: str) -> dict[str, Any]:
    """List the cases of a board that the caller moderates, the oldest post first"""
    stores = context().stores
    moderated_board(caller(), board_id, stores.groups)
    stages = [query["stage"]] if query["stage"] else [each.value for each in schemas.WAITING]
    after = decode_cursor(query["cursor"], (datetime, str)) if query["cursor"] else None
    size = query["page_size"]
    rows = views.cases(stores.database, board_id, stages, after, size + 1)
    return one_page(rows, size, "created_at", "id")


@moderation.get("/posts/<id:post_id>/case")
@moderation.response(200, schemas.CaseSchema)
@raises(errors.PostUnknown, errors.CaseUnknown)
@requires("member")
def get_case(post_id: str) -> dict[str, Any]:
    """Show what was decided about a post, to its moderators and to who wrote it"""
    post, moderator = handlers.case_of(caller(), post_id, desk())
    return views.case(post, moderator=moderator)


@moderation.post("/posts/<id:post_id>/acts")
@moderation.arguments(schemas.ActArguments)
@moderation.response(201, schemas.CaseSchema)
@raises(*_NOT_YOURS, errors.ActWithoutEffect, errors.AppealPending)
@requires("member")
def post_act(body: dict[str, Any], post_id: str) -> dict[str, Any]:
    """Hide or show a post, warn its writer, give them a time-out, or dismiss the reports"""
    at, until = utc_now(), body["until"]
    if until is not None and not at < until <= at + LONGEST_TIME_OUT:
        raise invalid({"until": [f"Not within {LONGEST_TIME_OUT.days} days from now."]})
    command = ModeratePost(
        post_id=post_id, caller=caller(), act=Act(body["act"]), until=until, note=body["note"], at=at
    )
    return views.case(handlers.moderate_post(command, desk()), moderator=True)


@moderation.post("/posts/<id:post_id>/appeal")
@moderation.arguments(schemas.NoteArguments)
@moderation.response(201, schemas.CaseSchema)
@raises(
    errors.PostUnknown,
    errors.NotYourPost,
    errors.AppealedAlready,
    errors.NothingToAppeal,
    errors.StaleAggregate,
)
@requires("member")
def post_appeal(body: dict[str, Any], post_id: str) -> dict[str, Any]:
    """Ask for another look at what was decided against the caller's own post, once"""
    command = AppealAct(post_id=post_id, caller=caller(), at=utc_now(), **body)
    return views.case(handlers.appeal_act(command, desk()), moderator=False)


@moderation.post("/posts/<id:post_id>/appeal/answer")
@moderation.arguments(schemas.AnswerArguments)
@moderation.response(201, schemas.CaseSchema)
@raises(*_NOT_YOURS, errors.NothingToAppeal, errors.AnotherModeratorDecides)
@requires("member")
def post_appeal_answer(body: dict[str, Any], post_id: str) -> dict[str, Any]:
    """Grant or refuse an appeal; who acted does not, where there is somebody else"""
    command = AnswerAppeal(post_id=post_id, caller=caller(), at=utc_now(), **body)
    return views.case(handlers.answer_appeal(command, desk()), moderator=True)


@moderation.put("/threads/<id:thread_id>/lock")
@moderation.response(200, ThreadSchema)
@raises(
    errors.ThreadUnknown,
    errors.NotYourBoard,
    errors.ActWithoutEffect,
    errors.CaseFull,
    errors.StaleAggregate,
)
@requires("member")
def put_lock(thread_id: str) -> dict[str, Any]:
    """Close a thread to further posts"""
    return _lock(thread_id, locked=True)


@moderation.delete("/threads/<id:thread_id>/lock")
@moderation.response(200, ThreadSchema)
@raises(
    errors.ThreadUnknown,
    errors.NotYourBoard,
    errors.ActWithoutEffect,
    errors.CaseFull,
    errors.StaleAggregate,
)
@requires("member")
def delete_lock(thread_id: str) -> dict[str, Any]:
    """Open a thread for posts again"""
    return _lock(thread_id, locked=False)


@moderation.get("/alerts")
@moderation.arguments(PageArguments, location="query")
@moderation.response(200, schemas.AlertsPageSchema)
@requires("member")
def get_alerts(query: dict[str, Any]) -> dict[str, Any]:
    """List the open alerts of the boards that the caller moderates, the newest first"""
    database = context().stores.database
    after = decode_cursor(query["cursor"], (datetime, str)) if query["cursor"] else None
    size = query["page_size"]
    rows = views.alerts(database, board_views.moderated_ids(caller(), database), after, size + 1)
    return one_page(rows, size, "raised_at", "post_id")


@moderation.post("/alerts/<id:alert_id>/closure")
@moderation.arguments(schemas.ClosureArguments)
@moderation.response(200, schemas.ClosedSchema)
@raises(errors.AlertUnknown, errors.StaleAggregate)
@requires("member")
def post_closure(body: dict[str, Any], alert_id: str) -> Any:
    """Say how an alert ended; the first word stands"""
    command = CloseAlert(alert_id=alert_id, caller=caller(), outcome=body["outcome"], at=utc_now())
    post = handlers.close_alert(command, desk())
    return next(each for each in post.alerts if each.id == alert_id)


def _lock(thread_id: str, *, locked: bool) -> dict[str, Any]:
    handlers.lock_thread(thread_id, caller(), utc_now(), desk(), locked=locked)
    return board_views.thread(context().stores.database, thread_id, caller().member_id)
