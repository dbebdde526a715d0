"""The channels that a member stopped, and how texts begin again."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from chassis.clock import utc_now
from chassis.http import Blueprint, identity, raises, requires
from notify.domain import errors
from notify.entrypoints.http.context import context
from notify.entrypoints.schemas.stopped import StoppedSchema
from notify.handlers.stopping import start_member

stopped = Blueprint(
    "stopped",
    __name__,
    url_prefix="/api/notify/preferences/stopped",
    description="Channels over which a member is written to no more",
)


@stopped.get("")
@stopped.response(200, StoppedSchema)
@raises(errors.MemberUnknown)
@requires("member")
def get_stopped() -> dict[str, list[str]]:
    """See which channels the caller stopped"""
    return {"channels": sorted(context().choices.of(identity().member_id).stopped)}


@stopped.delete("/sms")
@stopped.response(204)
@raises(errors.MemberUnknown)
@requires("member")
def delete_stopped_texts() -> None:
    """Get texts again, as START by text does; again changes nothing

    It holds for the caller's number, and so for whoever shares it.
    """
    at_hand = context()
    member = at_hand.choices.of(identity().member_id)
    start_member(member, at_hand.desk.numbers, at_hand.desk.answers, utc_now())
