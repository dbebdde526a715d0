"""What the room shows for checking in, over HTTP."""

# flask-smorest's decorators carry no types.
# mypy: disallow-untyped-decorators=False

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from flask import Response

from chassis.clock import utc_now
from chassis.http import Blueprint, raises, requires
from groups.domain import errors
from groups.domain.room_word import hour_of, room_word
from groups.entrypoints.http.context import caller, context
from groups.entrypoints.schemas import attendance as schemas
from groups.handlers.attendance import led_meeting

SVG = "image/svg+xml"
_REFUSALS = (
    *(errors.OccurrenceUnknown, errors.GroupUnknown, errors.NotYourGroup, errors.NotOfYourCentre),
    *(errors.AttendanceClosed, errors.MeetingCancelled),
)

room_codes = Blueprint(
    "room_codes", __name__, url_prefix="/api/groups", description="What a room shows for checking in"
)


@room_codes.get("/occurrences/<id:occurrence_id>/room-code")
@room_codes.response(200, schemas.RoomCodeSchema)
@raises(*_REFUSALS)
@requires("member")
def get_room_code(occurrence_id: str) -> Any:
    """Give who leads the meeting the word that the room shows this hour"""
    at = utc_now()
    word = _word(occurrence_id, at)
    shown = {
        "word": word,
        "valid_until": hour_of(at) + timedelta(hours=1),
        "url": _address(occurrence_id, word),
    }
    return shown, {"Cache-Control": "no-store"}


@room_codes.get("/occurrences/<id:occurrence_id>/room-code.svg")
@room_codes.response(200, {"type": "string"}, content_type=SVG)
@raises(*_REFUSALS)
@requires("member")
def get_room_code_image(occurrence_id: str) -> Response:
    """Give who leads the meeting the QR code that the room shows this hour"""
    import segno

    image = BytesIO()
    word = _word(occurrence_id, utc_now())
    segno.make(_address(occurrence_id, word), micro=False).save(image, kind="svg", scale=8)
    return Response(image.getvalue(), mimetype=SVG, headers={"Cache-Control": "no-store"})


def _word(occurrence_id: str, at: datetime) -> str:
    found = context()
    meeting = led_meeting(caller(), occurrence_id, found.stores.attendances, found.stores.groups)
    meeting.refuse_check_in(at)
    return room_word(found.settings.code_key, occurrence_id, at)


def _address(occurrence_id: str, word: str) -> str:
    """Put the word behind a "#", which a browser keeps to itself."""
    return f"{context().settings.platform.public_url}/check-in#{occurrence_id}.{word}"
