"""Writing to many of one's own centre: drafts, and who decides about them."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chassis.clock import utc_now
from chassis.http import (
    IDEMPOTENCY_KEY,
    Blueprint,
    PageArguments,
    Problem,
    decode_cursor,
    idempotency_key,
    identity,
    one_page,
    raises,
    requires,
)
from chassis.ids import derived_id, new_id
from notify.adapters.mongo_broadcasts import MongoBroadcastMessages, MongoBroadcasts
from notify.adapters.mongo_segments import MongoSegments
from notify.config import law_holds
from notify.domain import broadcast_errors as refusals
from notify.domain.access import Caller
from notify.domain.audience import Segment
from notify.domain.broadcast_plan import Plan
from notify.entrypoints.broadcast_chore import notices
from notify.entrypoints.http.context import context
from notify.entrypoints.schemas import broadcasts as schemas
from notify.handlers import broadcasts as handlers
from notify.views import broadcasts as views

PROBLEMS: Mapping[type[Exception], Problem] = {
    refusals.BroadcastUnknown: Problem(404, "broadcast-unknown", "There is no such broadcast."),
    refusals.NoCentre: Problem(409, "no-centre", "Who writes to a centre acts for one."),
    refusals.TooManyBroadcasts: Problem(
        409, "too-many-broadcasts", "The centre keeps as many broadcasts that have not run as one may."
    ),
    refusals.BroadcastSettled: Problem(
        409, "broadcast-settled", "What runs, or has ended, is not changed any more."
    ),
    refusals.NotDraft: Problem(409, "not-a-draft", "Only a draft is submitted or deleted."),
    refusals.NotAwaitingApproval: Problem(
        409, "not-awaiting-approval", "Only what awaits approval is approved or refused."
    ),
    refusals.OwnBroadcast: Problem(
        409, "own-broadcast", "Whoever wrote or changed a broadcast does not approve it."
    ),
    refusals.NobodyMeant: Problem(
        409, "nobody-meant", "There is nobody in this part of the centre who may be written to."
    ),
    refusals.TimePassed: Problem(409, "time-passed", "The time for which it was written has passed."),
    refusals.NotStoppable: Problem(409, "not-stoppable", "Only what is scheduled or runs is stopped."),
    refusals.BroadcastStale: Problem(409, "broadcast-stale", "Somebody else changed it meanwhile."),
    refusals.UnfitTemplate: Problem(409, "unfit-template", "This template is not approved for broadcasts."),
    refusals.UnfitValues: Problem(
        409,
        "unfit-values",
        "The template says other moments than these, or none of them comes after the other.",
    ),
    refusals.OutsideHours: Problem(
        409, "outside-hours", "Many are written to between 10:00 and 21:00 in India, within 90 days."
    ),
}
UNSOUND = (refusals.UnfitTemplate, refusals.UnfitValues, refusals.OutsideHours, refusals.TimePassed)
COORDINATOR, ADMINISTRATOR = "coordinator", "network-administrator"

broadcasts = Blueprint(
    "broadcasts",
    __name__,
    url_prefix="/api/notify/broadcasts",
    description="Writing to many of one's own centre",
)


def caller() -> Caller:
    """Give who asks."""
    found = identity()
    administers = ADMINISTRATOR in found.roles
    centre_id = found.centre_id if COORDINATOR in found.roles else None
    return Caller(member_id=found.member_id, centre_id=centre_id, administers=administers)


def kept() -> MongoBroadcasts:
    """Give where broadcasts are kept."""
    return MongoBroadcasts(context().database)


@broadcasts.post("", parameters=[IDEMPOTENCY_KEY])
@broadcasts.arguments(schemas.WantedSchema)
@broadcasts.response(201, schemas.BroadcastSchema)
@raises(refusals.NoCentre, refusals.TooManyBroadcasts, *UNSOUND)
@requires(COORDINATOR)
def post_broadcast(wanted: dict[str, Any]) -> dict[str, Any]:
    """Begin a draft, which reaches nobody

    The words are an approved template's; there is no free text.
    """
    me, key = caller(), idempotency_key()
    broadcast_id = derived_id("broadcast", me.member_id, key) if key else new_id()
    handlers.write_broadcast(broadcast_id, _plan(wanted, me.centre_id), me, kept(), utc_now())
    return views.broadcast(context().database, broadcast_id)


@broadcasts.get("")
@broadcasts.arguments(PageArguments, location="query")
@broadcasts.response(200, schemas.BroadcastsPageSchema)
@requires(COORDINATOR, ADMINISTRATOR)
def get_broadcasts(page: dict[str, Any]) -> dict[str, Any]:
    """List the broadcasts of the caller's centre, the newest first; an administrator's are all"""
    me, size = caller(), page["page_size"]
    after = decode_cursor(page["cursor"], [datetime, str]) if page["cursor"] else None
    centre_id = None if me.administers else (me.centre_id or "")
    rows = views.broadcasts_of(context().database, centre_id, after=after, limit=size + 1)
    return one_page(rows, size, "written_at", "id")


@broadcasts.get("/<id:broadcast_id>")
@broadcasts.response(200, schemas.BroadcastSchema)
@raises(refusals.BroadcastUnknown)
@requires(COORDINATOR, ADMINISTRATOR)
def get_broadcast(broadcast_id: str) -> dict[str, Any]:
    """Show a broadcast, who decided about it, and how far it came"""
    handlers.own_broadcast(broadcast_id, caller(), kept())
    return views.broadcast(context().database, broadcast_id)


@broadcasts.put("/<id:broadcast_id>")
@broadcasts.arguments(schemas.WantedSchema)
@broadcasts.response(200, schemas.BroadcastSchema)
@raises(refusals.BroadcastUnknown, refusals.BroadcastSettled, refusals.BroadcastStale, *UNSOUND)
@requires(COORDINATOR)
def put_broadcast(wanted: dict[str, Any], broadcast_id: str) -> dict[str, Any]:
    """Say something else, to others or at another time; whatever was approved needs approval again"""
    me = caller()
    handlers.written_broadcast(broadcast_id, me, kept())
    handlers.change_broadcast(broadcast_id, _plan(wanted, me.centre_id), me, kept(), utc_now())
    return views.broadcast(context().database, broadcast_id)


@broadcasts.delete("/<id:broadcast_id>")
@broadcasts.response(204)
@raises(refusals.BroadcastUnknown, refusals.NotDraft, refusals.BroadcastStale)
@requires(COORDINATOR)
def delete_broadcast(broadcast_id: str) -> None:
    """Delete a draft"""
    handlers.remove_broadcast(broadcast_id, caller(), kept())


@broadcasts.post("/<id:broadcast_id>/submit")
@broadcasts.response(200, schemas.BroadcastSchema)
@raises(
    *(refusals.BroadcastUnknown, refusals.NotDraft, refusals.NobodyMeant, refusals.TimePassed),
    refusals.BroadcastStale,
)
@requires(COORDINATOR)
def post_submit(broadcast_id: str) -> dict[str, Any]:
    """Schedule it, or ask a second person where more than 50 are meant"""
    database = context().database
    handlers.submit_broadcast(
        broadcast_id, caller(), kept(), MongoSegments(database), notices(database), utc_now()
    )
    return views.broadcast(database, broadcast_id)


@broadcasts.post("/<id:broadcast_id>/approve")
@broadcasts.response(200, schemas.BroadcastSchema)
@raises(
    *(refusals.BroadcastUnknown, refusals.NotAwaitingApproval, refusals.OwnBroadcast, refusals.TimePassed),
    refusals.BroadcastStale,
)
@requires(COORDINATOR, ADMINISTRATOR)
def post_approve(broadcast_id: str) -> dict[str, Any]:
    """Agree as a second person: who neither wrote nor changed it"""
    handlers.approve_broadcast(broadcast_id, caller(), kept(), utc_now())
    return views.broadcast(context().database, broadcast_id)


@broadcasts.post("/<id:broadcast_id>/refuse")
@broadcasts.response(200, schemas.BroadcastSchema)
@raises(
    *(refusals.BroadcastUnknown, refusals.NotAwaitingApproval, refusals.OwnBroadcast),
    refusals.BroadcastStale,
)
@requires(COORDINATOR, ADMINISTRATOR)
def post_refuse(broadcast_id: str) -> dict[str, Any]:
    """Give it back as a draft"""
    handlers.refuse_broadcast(broadcast_id, caller(), kept(), utc_now())
    return views.broadcast(context().database, broadcast_id)


@broadcasts.post("/<id:broadcast_id>/stop")
@broadcasts.response(200, schemas.BroadcastSchema)
@raises(refusals.BroadcastUnknown, refusals.NotStoppable, refusals.BroadcastStale)
@requires(COORDINATOR, ADMINISTRATOR)
def post_stop(broadcast_id: str) -> dict[str, Any]:
    """Send nothing more of it; what a provider has already is told in the report"""
    database = context().database
    handlers.stop_broadcast(broadcast_id, caller(), kept(), MongoBroadcastMessages(database), utc_now())
    return views.broadcast(database, broadcast_id)


def _plan(wanted: dict[str, Any], centre_id: str | None) -> Plan:
    if centre_id is None:
        raise refusals.NoCentre
    segment = {**wanted["segment"], "languages": frozenset(wanted["segment"]["languages"])}
    return Plan(
        template=wanted["template"],
        values=schemas.values_of(wanted["values"]),
        segment=Segment(centre_id=centre_id, **segment),
        scheduled_at=wanted["scheduled_at"],
        any_hour=not law_holds(),
    )
