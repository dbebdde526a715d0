"""Promised seats over HTTP, cancellations that are undone, and the way to join."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from typing import Any

from chassis.clock import utc_now
from chassis.http import Blueprint, Problem, identity, raises, requires
from groups.domain import errors
from groups.domain.commands import ConfirmRegistration, RecordOnlineJoin, RestoreRegistration
from groups.domain.place import Registration
from groups.entrypoints.http.context import context
from groups.entrypoints.schemas.places import RegistrationSchema
from groups.entrypoints.schemas.promises import JoiningSchema
from groups.handlers.attendance import record_online_join
from groups.handlers.places import confirm_registration, restore_registration
from groups.views.joining import joining

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.NothingPromised: Problem(
        409, "nothing-promised", "You wait in the queue; no seat is promised yet."
    ),
    errors.PromiseExpired: Problem(409, "promise-expired", "The time to answer is over."),
    errors.LinkUnknown: Problem(
        404, "link-unknown", "You have no seat in a meeting that can be joined here."
    ),
    errors.LinkNotYet: Problem(403, "link-not-yet", "The link is shown from 30 minutes before the meeting."),
}

promises = Blueprint("promises", __name__, url_prefix="/api/groups", description="Seats that are promised")

_REGISTRATION = "/occurrences/<id:occurrence_id>/registrations/<id:registration_id>"


@promises.post(f"{_REGISTRATION}/confirmation")
@promises.response(200, RegistrationSchema)
@raises(
    errors.RegistrationUnknown,
    errors.NothingPromised,
    errors.PromiseExpired,
    errors.RegistrationCancelled,
    errors.RegistrationClosed,
    errors.MeetingCancelled,
    errors.MeetingBusy,
)
@requires("member")
def post_confirmation(occurrence_id: str, registration_id: str) -> Registration:
    """Take the seat that was promised to the caller; again, the same answer"""
    command = ConfirmRegistration(
        occurrence_id=occurrence_id,
        registration_id=registration_id,
        member_id=identity().member_id,
        at=utc_now(),
    )
    return confirm_registration(command, context().stores.occurrences)


@promises.post(f"{_REGISTRATION}/restoration")
@promises.response(200, RegistrationSchema)
@raises(
    errors.RegistrationUnknown,
    errors.UndoTooLate,
    errors.TooManyChanges,
    errors.MeetingFull,
    errors.RegistrationClosed,
    errors.MeetingCancelled,
    errors.MeetingBusy,
)
@requires("member")
def post_restoration(occurrence_id: str, registration_id: str) -> Registration:
    """Undo the caller's cancellation within a minute

    Gives a free seat. A seat that went on meanwhile does not come back, but its former holder is the first in
    the queue; whoever waited is at their former place in it.
    """
    command = RestoreRegistration(
        occurrence_id=occurrence_id,
        registration_id=registration_id,
        member_id=identity().member_id,
        at=utc_now(),
    )
    return restore_registration(command, context().stores.occurrences)


@promises.get("/occurrences/<id:occurrence_id>/joining")
@promises.response(200, JoiningSchema)
@raises(errors.LinkUnknown, errors.LinkNotYet)
@requires("member")
def get_joining(occurrence_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Show how to join online, to whoever has a seat and from 30 minutes before the start

    Too early, the problem has `opens_at`. To open the link is to be there: it is noted as attendance.
    """
    stores, member_id, at = context().stores, identity().member_id, utc_now()
    ways = joining(stores.rows, stores.series, occurrence_id, member_id, at)
    record_online_join(
        RecordOnlineJoin(occurrence_id=occurrence_id, member_id=member_id, at=at), stores.attendances
    )
    return {"ways": ways}, 200, {"Cache-Control": "no-store"}
