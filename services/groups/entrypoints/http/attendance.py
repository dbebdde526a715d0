"""Who was at a date of a meeting, over HTTP."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chassis.clock import utc_now
from chassis.http import (
    Blueprint,
    PageArguments,
    Problem,
    decode_cursor,
    identity,
    one_page,
    raises,
    requires,
)
from groups.domain import errors
from groups.domain.commands import CheckIn, MarkAttendance
from groups.domain.streaks import Streaks
from groups.entrypoints.http.context import caller, context
from groups.entrypoints.schemas import attendance as schemas
from groups.handlers.attendance import check_in, led_meeting, mark_attendance
from groups.views import attendance as views

Row = dict[str, Any]

PROBLEMS: Mapping[type[Exception], Problem] = {
    errors.AttendanceClosed: Problem(409, "attendance-closed", "It is too early or too late for this."),
    errors.WordWrong: Problem(422, "word-wrong", "The room shows another word now."),
    errors.TooManyTries: Problem(429, "too-many-tries", "Too many wrong words; ask who leads the meeting."),
    errors.TooManyCorrections: Problem(
        409, "too-many-corrections", "This was corrected as often as it may be."
    ),
}
_NOT_LED = (errors.OccurrenceUnknown, errors.GroupUnknown, errors.NotYourGroup, errors.NotOfYourCentre)

attendances = Blueprint(
    "attendances", __name__, url_prefix="/api/groups", description="Who was at a date of a meeting"
)


@attendances.put("/occurrences/<id:occurrence_id>/attendance")
@attendances.arguments(schemas.MarksSchema)
@attendances.response(200, schemas.MarkedCountSchema)
@raises(
    *_NOT_LED,
    errors.AttendanceClosed,
    errors.MeetingCancelled,
    errors.TooManyCorrections,
    errors.StaleAggregate,
)
@requires("member")
def put_attendance(order: Row, occurrence_id: str) -> dict[str, int]:
    """Mark who was there and who was not, as who leads the meeting

    From the start until 14 days after it. What is said otherwise than before is added as a correction with
    its author; the same list again changes nothing.
    """
    present, absent = frozenset(order["present"]), frozenset(order["absent"])
    command = MarkAttendance(
        caller=caller(),
        occurrence_id=occurrence_id,
        present=present,
        absent=absent,
        reason=order["reason"],
        at=utc_now(),
    )
    stores = context().stores
    mark_attendance(command, stores.attendances, stores.groups)
    return {"present": len(present), "absent": len(absent)}


@attendances.get("/occurrences/<id:occurrence_id>/attendance")
@attendances.arguments(PageArguments, location="query")
@attendances.response(200, schemas.MarkedPageSchema)
@raises(*_NOT_LED)
@requires("member")
def get_attendance(query: Row, occurrence_id: str) -> Row:
    """List who was marked at a date, with every correction, for who leads the meeting"""
    stores = context().stores
    led_meeting(caller(), occurrence_id, stores.attendances, stores.groups)
    after = decode_cursor(query["cursor"], (str,))[0] if query["cursor"] else None
    size = query["page_size"]
    rows = views.of_date(stores.database, occurrence_id, after=after, limit=size + 1)
    return one_page(rows, size, "member_id")


@attendances.post("/occurrences/<id:occurrence_id>/check-in")
@attendances.arguments(schemas.WordSchema)
@attendances.response(200, schemas.CheckedInSchema)
@raises(
    errors.OccurrenceUnknown,
    errors.AttendanceClosed,
    errors.MeetingCancelled,
    errors.WordWrong,
    errors.TooManyTries,
    errors.TooManyCorrections,
    errors.StaleAggregate,
)
@requires("member")
def post_check_in(order: dict[str, str], occurrence_id: str) -> Row:
    """Say that the caller is there, with the word that the room shows

    From 15 minutes before the start to 30 minutes after the end; the word changes every hour.
    """
    command = CheckIn(caller=caller(), occurrence_id=occurrence_id, word=order["word"], at=utc_now())
    found = context()
    stores, key = found.stores, found.settings.code_key
    attendance = check_in(command, key, stores.attendances, stores.tries, stores.groups, stores.memberships)
    return {"occurrence_id": occurrence_id, "present": attendance.present}


@attendances.get("/me/attendance")
@attendances.arguments(PageArguments, location="query")
@attendances.response(200, schemas.OwnAttendancePageSchema)
@requires("member")
def get_own_attendance(query: Row) -> Row:
    """List the dates at which the caller was marked, the last first"""
    after = decode_cursor(query["cursor"], (datetime, str)) if query["cursor"] else None
    size = query["page_size"]
    rows = views.own(context().stores.database, identity().member_id, after=after, limit=size + 1)
    return one_page(rows, size, "starts_at", "id")


@attendances.get("/me/attendance/streaks")
@attendances.response(200, schemas.StreaksSchema)
@requires("member")
def get_own_streaks() -> Streaks:
    """Count the caller's weeks in a row with a meeting, and the meetings of each month"""
    return views.own_streaks(context().stores.database, identity().member_id, utc_now().date())
